"""Command lines that people could type, and running them: the door `commands` of the fuzzer.

tried_commands(problems, answers, addresses)    a command with options, right and wrong, and its files
run_command(tried, folder)                      runs it in the folder; asserts what a person may expect
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from hypothesis import strategies as st
from near_misses import WORDS, as_bytes, broken

from handnet import cli

EXIT_CODES = (0, 1, 2)
"""Done; not everything right (check --strict) or nowhere to print to; something did not fit."""
SLOW = (
    "variants",
    "site",
    "--roster",
    "--variants",
    "back_propagation",
    "rohan_lenny",
    "crash_course",
    "handwriting",
)
"""Words of commands that work for many people, or write many pages: these take their time."""
FILES = (
    "homework.toml",
    "broken.toml",
    "answers.csv",
    "broken.csv",
    "roster.csv",
    "missing.csv",
    "folder",
    ".",
    "",
)
OUTPUTS = ("out.html", "out.tex", "out.md", "out.txt", "out.json", "out.csv", "out", "folder", "homework.toml", "",
           "no/such/folder.md", "../../../../../../../dev/full", "/dev/null", "/proc/1/out.md", "a" * 300 + ".md",
           "sheets", "~/x.md", "-", "out\0.md", "out\ud800.md", "out\n.md", "con", "out.csv.partial")  # fmt: skip
OPTIONS = {
    "show": (
        "--for",
        "--style",
        "--mistake",
        "--as",
        "-o",
        "--notation",
        "--decimals",
        "--figures",
        "--width",
    ),
    "check": ("--notation", "--decimals", "--figures", "--full", "--without", "--as", "-o", "--strict"),
    "grade": (
        "-o",
        "--summary",
        "--variants",
        "--notation",
        "--decimals",
        "--full",
        "--without",
        "--jobs",
        "--quiet",
    ),
    "variants": (
        "-o",
        "--key",
        "--sheets",
        "--digits",
        "--seed",
        "--vary",
        "--gradients",
        "--sums",
        "--without",
    ),
    "worksheet": (
        "--key",
        "--for",
        "--as",
        "-o",
        "--roster",
        "--title",
        "--person",
        "--space",
        "--style",
        "--sums",
    ),
    "site": ("--title", "--no-articles", "--no-lite", "--force", "--pyodide"),
    "reference": ("--as", "-o"),
    "lab": ("--no-browser", "--port"),
    "articles": ("--help",),
    "mistakes": (),
}
VALUES = ("chain", "delta", "slope-of-activation", "text", "markdown", "latex", "html", "json", "python", "numpy",
          "mazur", "nielsen", "standard", "4", "0", "-1", "99999999999", "1.5", "nan", "inf", "1e999", "1", "17", "X",
          "Problem.check", "Ada", "spring", "0.01", "--", "-h", "--version", "handwriting", "start", "٣")  # fmt: skip


class Tried(NamedTuple):
    """A command line, and a broken problem file and answers that it may read."""

    arguments: list[str]
    problem: bytes
    answers: bytes


@st.composite
def tried_commands(draw, problems, answers, addresses) -> Tried:
    """A command and its files, some options with values, and now and then a word that does not belong."""
    command = draw(st.sampled_from(list(OPTIONS)))
    word = st.one_of(
        st.sampled_from(VALUES), st.sampled_from(OUTPUTS), st.sampled_from(FILES), st.sampled_from(addresses),
        st.sampled_from(WORDS), st.text(max_size=5),
    )  # fmt: skip
    first = st.sampled_from(FILES[:5])
    arguments = [command, *draw(st.lists(st.one_of(first, first, first, word), min_size=0, max_size=2))]
    for _ in range(draw(st.integers(0, 3))):
        option = draw(st.sampled_from(OPTIONS[command] or ("--help",)))
        outputs = option in ("-o", "--key", "--sheets", "--summary")
        arguments += [
            option,
            *([draw(st.sampled_from(OUTPUTS) if outputs else word)] if draw(st.booleans()) else []),
        ]
    if draw(st.integers(0, 9)) == 0:
        arguments.insert(draw(st.integers(0, len(arguments))), draw(word))
    if command == "site":
        arguments += ["--no-lite", "--no-articles"]
    return Tried(arguments, draw(as_bytes(broken(problems))), draw(as_bytes(broken(answers))))


def run_command(tried: Tried, folder: Path) -> None:
    """Run it; it ends with a documented exit code, and says in a line why if it is not 0."""
    (folder / "folder").mkdir()
    for name, content in (
        ("homework.toml", _PROBLEM.encode()), ("broken.toml", tried.problem), ("broken.csv", tried.answers),
        ("answers.csv", b"person,z1[1]\nAda,0.3775\n"), ("roster.csv", b"person\nAda\nBob\n"),
    ):  # fmt: skip
        (folder / name).write_bytes(content)
    out, err = io.StringIO(), io.StringIO()
    here = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _no_lab():
            code = _code(tried.arguments)
    finally:
        os.chdir(here)
    said = err.getvalue()
    assert code in EXIT_CODES, code
    assert "Traceback" not in said
    assert "Error:" not in said
    assert code != 2 or said.strip(), "it does not say what does not fit"
    assert not [each for each in folder.rglob("*") if ".tmp" in each.name or each.name.endswith(".part")], (
        "left behind"
    )
    assert (folder / "homework.toml").read_text(encoding="utf-8") == _PROBLEM, "what is read was written over"


def _code(arguments: list[str]) -> int:
    try:
        return cli.main(arguments)
    except SystemExit as end:  # by argparse
        return int(end.code)  # type: ignore[arg-type]


@contextlib.contextmanager
def _no_lab() -> Iterator[None]:
    """JupyterLab is as good as not installed: it would be started. What is imported meanwhile stays."""
    names = ("jupyterlab", "jupyterlab.labapp")
    before = {name: sys.modules[name] for name in names if name in sys.modules}
    sys.modules |= {name: ModuleType(name) for name in names}
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]
        sys.modules |= before


_PROBLEM = """handnet = 1
title = "Homework 3"
[network]
layers = [2, 2, 1]
activation = "sigmoid"
loss = "half_squared_error"
[numbers]
x = ["0.05", "0.10"]
y = ["0.01"]
weights = [[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]]
biases = [["0.35", "0.35"], ["0.60"]]
learning_rate = "0.5"
[[ask]]
quantity = "z1[1]"
"""
