"""What a test in a browser stands on: Chromium, and a Jupyter server for a folder.

needs        the mark of a test for which something is missing: skipped, or failing if it must run
served       a server in a folder, until the block ends: its address
contents     what the server says is in the folder
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("HANDNET_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip
WISH = os.environ.get("HANDNET_BROWSER", "")
TOKEN = "for-this-test"
TOO_SLOW = "[anywidget] Failed to initialize model."
"""A widget was not ready in two seconds, as on a busy machine; it works all the same, see `test_slow_page`."""


def needs(*missing: object) -> pytest.MarkDecorator:
    """Skips where something is missing, unless HANDNET_BROWSER=required: then the test fails by itself."""
    return pytest.mark.skipif(
        WISH == "off" or (bool(missing) and WISH != "required"),
        reason="HANDNET_BROWSER=off" if WISH == "off" else f"not installed: {', '.join(map(str, missing))}",
    )


@contextlib.contextmanager
def served(command: Sequence[object], folder: Path) -> Iterator[str]:
    """Where `command` answers, called in this folder; at the end Ctrl-C has to end it cleanly."""
    tracker = folder / "config" / "lab" / "user-settings" / "@jupyterlab" / "notebook-extension"
    tracker.mkdir(parents=True)  # all cells are to be in the page, not only those in view
    (tracker / "tracker.jupyterlab-settings").write_text(json.dumps({"windowingMode": "none"}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {f"JUPYTER_{what}_DIR": str(folder / what.lower()) for what in ("CONFIG", "DATA", "RUNTIME")}
    _, terminal = os.openpty()  # only where there is one does Jupyter listen for Ctrl-C
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*map(str, command), "--no-browser", "--port", str(port)], stdout=log, stderr=log,
            cwd=folder, env={**os.environ, **own, "JUPYTER_TOKEN": TOKEN, "JUPYTER_PORT_RETRIES": "0"},
            stdin=terminal,
        )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}", server, folder / "log")
        yield f"http://127.0.0.1:{port}"
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0, (folder / "log").read_text()
    finally:
        server.kill()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            contents(address)
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"no server at {address}:\n{log.read_text()}")


def contents(address: str, name: str = "") -> dict[str, object]:
    with urllib.request.urlopen(f"{address}/api/contents/{name}?token={TOKEN}", timeout=10) as answer:
        return json.load(answer)
