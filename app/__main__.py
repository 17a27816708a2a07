"""`yijianshi`, also as `python -m app`: the whole product, or for the conformance kit the rules alone."""

import sys
from importlib import import_module


def main() -> None:
    """Start the console command.

    The kit's runner waits five seconds for an answer and takes a late one for the next question's, so that on a busy
    machine all else would be wrong after it: `tck` loads no more of the product than it needs.
    """
    import_module("app.decisions.tck" if sys.argv[1:] == ["tck"] else "app.factory").main()


if __name__ == "__main__":
    main()
