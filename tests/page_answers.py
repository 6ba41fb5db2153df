"""What the modules of the panel answer, run by Node: see tests/page/answer.mjs.

Without Node the asking test is skipped with a reason; HANDNET_NODE=required makes that a failure.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "page" / "answer.mjs"


def node(*arguments, text=""):
    """The output of a Node process that is given this text."""
    program = shutil.which("node")
    if program is None:
        tell = pytest.fail if os.environ.get("HANDNET_NODE") == "required" else pytest.skip
        tell("node is not installed, so the panel's own computing is not compared")
    done = subprocess.run([program, *map(str, arguments)], input=text, capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout


def answers(**asked):
    """The answers to all questions of one kind; one process answers them all."""
    (kind,) = asked
    return json.loads(node(SCRIPT, text=json.dumps(asked, allow_nan=False)))[kind]
