"""Which sequence flows of the diagrams no scenario walks: `python -m tests.scenarios.coverage` prints the table."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.scenarios.diagrams import DIAGRAMS
from tests.scenarios.installation import Installations
from tests.scenarios.stage import Stage


def main() -> int:
    """Play every scenario and print the table; 1 when a flow is left out."""
    with TemporaryDirectory(prefix="scenarios-") as name:
        walked = Stage(Installations(Path(name))).walked()
    sys.stdout.write("\n".join([*DIAGRAMS.table(walked), ""]))
    return 1 if DIAGRAMS.flows - walked else 0


if __name__ == "__main__":
    sys.exit(main())
