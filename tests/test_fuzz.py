"""Each door takes broken input: the same as `fuzz.py` tries for long, a few times; and its guard sees what it must."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from doors import doors
from guarded import measured, watched
from hypothesis import given, settings
from hypothesis import strategies as st

import handnet as hn

FEW = {"addresses": 25, "answers": 15, "formulas": 15, "toml": 40, "csv": 15, "json": 25, "commands": 25}


@pytest.mark.parametrize("name", FEW)
def test_broken_input_is_refused_or_read_and_nothing_else_happens(name):
    door = doors()[name]

    @settings(max_examples=FEW[name])
    @given(door.texts)
    def hold(typed):
        with tempfile.TemporaryDirectory() as folder, watched(Path(folder)) as found:
            door.open_(typed, Path(folder))
        assert not found

    hold()


def test_every_door_is_tried():
    assert FEW.keys() == doors().keys()


# --- the guard sees what it must see ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda folder: eval("1 + 1"), "exec"),
        (lambda folder: exec("x = 1"), "exec"),
        (lambda folder: compile("1 + 1", "<string>", "eval"), "compile"),
        (lambda folder: sys.modules.pop("this", None) or __import__("this"), "import of this"),
        (lambda folder: os.system("true"), "os.system"),
        (lambda folder: subprocess.run(["true"], check=False), "subprocess.Popen"),
        (lambda folder: (folder.parent / f"{folder.name}-outside").write_text("x"), "open"),
        (lambda folder: (folder.parent / f"{folder.name}-outside").mkdir(), "os.mkdir"),
        (lambda folder: __import__("socket").socket().close(), "socket"),
    ],
)
def test_the_guard_sees_what_is_done(act, said, tmp_path):
    with watched(tmp_path / "folder") as found:
        act(tmp_path / "folder")
    assert any(each.startswith(said) for each in found), found


def test_the_guard_lets_calculating_and_writing_where_it_may_be():
    with tempfile.TemporaryDirectory() as name, watched(Path(name)) as found:
        (Path(name) / "x").write_text("x", encoding="utf-8")
        hn.articles.handwriting.problem.derive().compile()
    assert found == []


def test_time_and_memory_are_measured():
    seconds, memory = measured(lambda: bytearray(300_000_000).count(1))
    assert seconds > 0
    assert memory > 100_000_000


@given(st.text(max_size=60))
def test_what_was_typed_is_shown_short(text):
    from handnet.errors import shown

    assert shown(text) == repr(text) or len(shown(text)) == 60
