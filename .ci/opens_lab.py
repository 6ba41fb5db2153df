"""Runs a command that ends by opening JupyterLab, as it stands, and ends it when JupyterLab answers.

python3 .ci/opens_lab.py "... handnet lab"

The command has to lead to a server that serves JupyterLab and the start page, and to end without
an error on Ctrl-C. No browser is needed: the one that would be called is `true`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

LONGEST = 600  # seconds; installing is part of the command
START = "/lab/tree/start.ipynb"


def main(command: str) -> int:
    """Run the command; 0 if it opened JupyterLab and ended well."""
    with tempfile.TemporaryDirectory() as name, (Path(name) / "log").open("w") as log:
        folder = Path(name)
        surroundings = {**os.environ, "BROWSER": "true", "JUPYTER_RUNTIME_DIR": str(folder)}
        line = ["bash", "-euo", "pipefail", "-c", command]
        _, terminal = os.openpty()  # only where there is one does Jupyter listen for Ctrl-C
        running = subprocess.Popen(
            line, env=surroundings, stdin=terminal, stdout=log, stderr=log, start_new_session=True
        )
        try:
            wrong = opened(running, folder)
        except (subprocess.TimeoutExpired, OSError) as error:
            wrong = str(error)
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
        print((folder / "log").read_text(), end="")
    print(f"failed: {wrong}" if wrong else "JupyterLab served the start page, and ended")
    return 1 if wrong else 0


def opened(running: subprocess.Popen[bytes], folder: Path) -> str:
    """What went wrong, or nothing. Jupyter notes its address and its process in the folder."""
    until = time.monotonic() + LONGEST
    while (
        not (notes := list(folder.glob("jpserver-*.json")))
        or not (folder / f"{notes[0].stem}-open.html").exists()
    ):
        if running.poll() is not None:
            return f"the command ended with {running.returncode} and opened nothing"
        if time.monotonic() > until:
            return f"nothing was opened in {LONGEST} seconds"
        time.sleep(0.2)
    server = json.loads(notes[0].read_text())
    if START not in (folder / f"{notes[0].stem}-open.html").read_text():
        return "the browser would not be sent to the start page"
    for page, expected in ((START, "JupyterLab"), ("/api/contents/start.ipynb", '"cells"')):
        address = f"http://127.0.0.1:{server['port']}{page}?token={server['token']}"
        with urllib.request.urlopen(address, timeout=30) as answer:
            if expected not in answer.read().decode():
                return f"{page} does not answer as it should"
    os.kill(server["pid"], signal.SIGINT)
    return f"it ended with {running.returncode}" if running.wait(30) else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
