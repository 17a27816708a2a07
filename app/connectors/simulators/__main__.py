"""`python -m app.connectors.simulators --port N --state FILE`: the invented outside systems as one process."""

import argparse
import json
import logging
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from types import FrameType

from app.connectors.credentials import System, load
from app.connectors.simulators.reports import Reporting
from app.connectors.simulators.serving import reports, server
from app.connectors.simulators.state import State


def main() -> None:
    """Serve until asked to stop by SIGTERM or Ctrl-C."""
    chosen = _chosen()
    # Requests are in /_log; the server's own lines would repeat addresses on the terminal of the demo.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    chosen.state.parent.mkdir(parents=True, exist_ok=True)
    state = State(chosen.state)
    systems = load(chosen.systems) if chosen.systems else None
    secrets = None if systems is None else {name: one.secret for name, one in systems.items()}
    reporting = _reporting(chosen.product, chosen.script, systems or {}) if chosen.product else None
    serving = server(state, chosen.port, chosen.host, secrets, reporting)

    def stop(_number: int, _frame: FrameType | None) -> None:
        # shutdown() waits for the serving loop, which runs in this very thread: another one must ask.
        Thread(target=serving.shutdown).start()

    def starved() -> None:
        sys.stdin.read()
        serving.shutdown()

    if chosen.while_fed:  # a killed server takes nobody along, but its end of the pipe is closed
        Thread(target=starved, daemon=True).start()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sys.stdout.write(f"simulators at http://{chosen.host}:{serving.server_port}\n")
    sys.stdout.flush()
    with reports(state, reporting):
        serving.serve_forever()
    serving.server_close()
    state.close()


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulators", description="Invented outside systems for demos and tests.")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--state", type=Path, required=True, help="SQLite file that holds what arrived")
    parser.add_argument("--systems", type=Path, help="private file: what each system wants shown, and shows")
    parser.add_argument("--product", help="address of the product, to which some systems report by themselves")
    parser.add_argument("--script", type=Path, help="what they report after which operation")
    parser.add_argument("--while-fed", action="store_true", help="end when standard input does: with who started this")
    return parser.parse_args()


def _reporting(product: str, script: Path | None, systems: Mapping[str, System]) -> Reporting:
    tokens = {name: one.reports_with for name, one in systems.items()}
    return Reporting(product, tokens, json.loads(script.read_bytes())["systems"] if script else {})


if __name__ == "__main__":
    main()
