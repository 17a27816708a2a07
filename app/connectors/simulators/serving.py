"""A simulator that runs in a thread, for tests and for the demo; `python -m` runs the same in a process of its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from werkzeug.serving import BaseWSGIServer, make_server

from app.connectors.simulators.reports import Reporter, Reporting
from app.connectors.simulators.server import create_app
from app.connectors.simulators.state import State


def server(
    state: State,
    port: int,
    host: str = "127.0.0.1",
    secrets: Mapping[str, str] | None = None,
    reporting: Reporting | None = None,
) -> BaseWSGIServer:
    """A threaded server, bound but not yet serving; port 0 takes any free one."""
    return make_server(host, port, create_app(state, secrets, reporting), threaded=True)


@contextmanager
def reports(state: State, reporting: Reporting | None) -> Iterator[None]:
    """The systems that report by themselves do so while the block runs; without a product there is nobody to tell."""
    if reporting is None:
        yield
        return
    reporter = Reporter(state, reporting)
    reporter.start()
    try:
        yield
    finally:
        reporter.stop()


@contextmanager
def running(
    path: Path | str, port: int = 0, secrets: Mapping[str, str] | None = None, reporting: Reporting | None = None
) -> Iterator[str]:
    """The address of a simulator that runs while the block does."""
    state = State(path)
    serving = server(state, port, secrets=secrets, reporting=reporting)
    thread = Thread(target=serving.serve_forever, args=(0.02,), name="simulators", daemon=True)
    thread.start()
    try:
        with reports(state, reporting):
            yield f"http://127.0.0.1:{serving.server_port}"
    finally:
        serving.shutdown()
        thread.join()
        serving.server_close()
        state.close()
