"""A simulator that runs in a thread, for tests and for the demo; `python -m` runs the same in a process of its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from werkzeug.serving import BaseWSGIServer, make_server

from app.connectors.simulators.server import create_app
from app.connectors.simulators.state import State


def server(
    state: State, port: int, host: str = "127.0.0.1", secrets: Mapping[str, str] | None = None
) -> BaseWSGIServer:
    """A threaded server, bound but not yet serving; port 0 takes any free one."""
    return make_server(host, port, create_app(state, secrets), threaded=True)


@contextmanager
def running(path: Path | str, port: int = 0, secrets: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a simulator that runs while the block does."""
    state = State(path)
    serving = server(state, port, secrets=secrets)
    thread = Thread(target=serving.serve_forever, args=(0.02,), name="simulators", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{serving.server_port}"
    finally:
        serving.shutdown()
        thread.join()
        serving.server_close()
        state.close()
