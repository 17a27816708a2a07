"""Runs the official DMN conformance kit on the product's decisions: `make tck TCK=folder of the kit and its runner`."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Hand our engine to the kit's runner, which asks it one JSON line at a time."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("tck")
    runner = folder / "tck.py"
    if not runner.exists():
        print(f"{runner} is missing: name the folder of the conformance kit with TCK=...")
        return 1
    engine = f"{Path(sys.executable).parent / 'yijianshi'} tck"
    command = [sys.executable, str(runner), "--tck", str(folder), "--cmd", engine, "--groups", "--fails", "20"]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
