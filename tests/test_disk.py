"""What is written is written whole or not at all: on a full disk, in a folder of others, killed midway.

`WRITERS` is everything that writes files, methods and commands. Each is run where the disk takes only so many
bytes of a file, and where nothing may be written; then what was there is there as it was, nothing lies about,
and one line says where, why and what to do.
"""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

import handnet as hn
from handnet import cli, disk, lab
from handnet.disk import write_whole

ROOT = Path(__file__).parents[1]
OLD = "what was there\n"
PROBLEM = hn.read(ROOT / "tests" / "published" / "mazur.toml")
ANSWERS = "person,z1[1],a1[1]\n" + "".join(f"person {place},0.3775,0.3\n" for place in range(30))
SMALL = hn.Problem(hn.Network([2, 1]), ["0.5", "-1"], ["1"], [[["0.25", "0.5"]]], [["-0.5"]], "1", title="S")


def command(*arguments: str) -> Callable[[Path], object]:
    """A command, as a writer: what it says of an error is raised as it would be by a method."""

    def run(folder: Path) -> None:
        os.chdir(folder)
        assert cli.main(arguments) == 0

    return run


@cache
def variants() -> hn.Variants:
    return hn.variants(SMALL, ["Ada", "Bob"])


WRITERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "save": ("out.toml", lambda folder: PROBLEM.save(folder / "out.toml")),
    "to_html": ("out.html", lambda folder: PROBLEM.solve("J").to_html(folder / "out.html")),
    "problem to_html": ("out.html", lambda folder: SMALL.to_html(folder / "out.html")),
    "report to_html": ("out.html", lambda folder: SMALL.check({"z1[1]": "1"}).to_html(folder / "out.html")),
    "worksheet to_html": ("out.html", lambda folder: SMALL.worksheet().to_html(folder / "out.html")),
    "grade": ("out.csv", lambda folder: hn.grade(SMALL, folder / "class.csv", folder / "out.csv", chunk=10)),
    "summary": ("out.json", lambda folder: hn.grade(SMALL, folder / "class.csv").save(folder / "out.json")),
    "variants": ("out.csv", lambda folder: variants().save(folder / "out.csv")),
    "variants' key": ("out.csv", lambda folder: variants().save_key(folder / "out.csv")),
    "variants' sheets": ("1-ada.toml", lambda folder: variants().save_sheets(folder)),
    "worksheets": ("1-ada.tex", lambda folder: variants().worksheets().save(folder)),
    "handnet show": ("out.md", command("show", "small.toml", "-o", "out.md")),
    "handnet show, a page": ("out.html", command("show", "small.toml", "-o", "out.html")),
    "handnet check": ("out.txt", command("check", "small.toml", "sheet.txt", "-o", "out.txt")),
    "handnet grade": ("out.csv", command("grade", "small.toml", "class.csv", "-o", "out.csv", "--quiet")),
    "handnet grade, summary": ("out.json", command("grade", "small.toml", "class.csv", "--summary", "out.json")),
    "handnet variants": ("out.csv", command("variants", "small.toml", "roster.csv", "-o", "out.csv")),
    "handnet variants, sheets": ("1-ada.toml", command("variants", "small.toml", "roster.csv", "--sheets", ".")),
    "handnet worksheet": ("out.tex", command("worksheet", "small.toml", "-o", "out.tex")),
    "handnet worksheet, key": ("out.md", command("worksheet", "small.toml", "--key", "-o", "out.md")),
    "handnet reference": ("out.txt", command("reference", "Problem.check", "-o", "out.txt")),
    "notebooks": (lab.MEMORY, lambda folder: lab.copy({f"{len(list(folder.iterdir()))}.ipynb": b"{}" * 500}, folder)),
}  # fmt: skip
"""By a name: a file that is written, and what writes it, in a folder that has files to read."""


@pytest.fixture
def folder(monkeypatch) -> Iterator[Path]:
    """A folder with files to read; those above it may be read by everybody, which pytest's may not."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        monkeypatch.chdir(path)
        SMALL.save("small.toml")
        Path("class.csv").write_text(ANSWERS, encoding="utf-8")
        Path("sheet.txt").write_text("z1[1] = 0.3775\n", encoding="utf-8")
        Path("roster.csv").write_text("person\nAda\nBob\n", encoding="utf-8")
        yield path
        monkeypatch.undo()


@contextlib.contextmanager
def files_of(most: int) -> Iterator[None]:
    """The system takes no more than so many bytes of a file: what is longer is half written, then refused."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextlib.contextmanager
def nothing_to_write(folder: Path) -> Iterator[None]:
    """The folder may only be read, which root has to become somebody else for."""
    folder.chmod(0o555)
    root = os.geteuid() == 0
    try:
        if root:
            os.seteuid(65534)
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


def refusal(write: Callable[[Path], object], folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The one line in which it is refused, by a method or by a command."""
    capsys.readouterr()
    try:
        write(folder)
    except hn.HandnetError as error:
        return str(error)
    except AssertionError:
        said = capsys.readouterr().err
        assert said.startswith("handnet: ")
        return said.strip()
    raise AssertionError("it was written")


def kept(folder: Path) -> dict[str, str]:
    """Every file, with what stands in it; a report on its way may lie beside its journal."""
    return {
        each.name: each.read_text(encoding="utf-8")
        for each in folder.iterdir()
        if not each.name.endswith((".partial", ".journal"))
    }


@pytest.mark.parametrize("name", WRITERS)
def test_on_a_full_disk_the_old_file_stays_whole(name, folder, capsys):
    target, write = WRITERS[name]
    (folder / target).write_text(OLD, encoding="utf-8")
    before = kept(folder)
    with files_of(40):
        said = refusal(write, folder, capsys)
    assert kept(folder) == before, "half written, or something left behind"
    assert target.partition(".")[0] in said  # the notebooks' memory is written after them
    assert "cannot be written (File too large); choose another disk" in said
    assert "\n" not in said


@pytest.mark.parametrize("name", WRITERS)
def test_where_it_may_be_written_it_is_whole_and_elsewhere_one_line_says_so(name, folder, capsys):
    target, write = WRITERS[name]
    (folder / target).write_text(OLD, encoding="utf-8")
    before = set(kept(folder))
    write(folder)
    there = kept(folder)
    assert there[target] != OLD
    assert before <= set(there)
    assert set(there) == {each.name for each in folder.iterdir()}
    assert not [each for each in there if each.endswith((".tmp", ".part"))]
    for each in there:
        (folder / each).chmod(0o444)
    with nothing_to_write(folder):
        said = refusal(write, folder, capsys)
    assert kept(folder) == there
    assert "(Permission denied); choose a folder of your own" in said
    assert "\n" not in said


@pytest.mark.parametrize("chunks", [0, 1, 2])
def test_a_report_goes_on_when_there_is_room_again(chunks, folder):
    """A full disk midway leaves the rows that are done; the same call finishes the same report."""
    whole = folder / "whole.csv"
    hn.grade(SMALL, folder / "class.csv", whole, chunk=10)
    text = whole.read_text(encoding="utf-8")
    room = len("".join(text.splitlines(keepends=True)[: 1 + 10 * chunks])) + 5
    (folder / "out.csv").write_text(OLD, encoding="utf-8")
    with files_of(max(room, 700)), pytest.raises(hn.HandnetError, match="cannot be written"):
        hn.grade(SMALL, folder / "class.csv", folder / "out.csv", chunk=10)
    assert (folder / "out.csv").read_text(encoding="utf-8") == OLD
    hn.grade(SMALL, folder / "class.csv", folder / "out.csv", chunk=10)
    assert (folder / "out.csv").read_text(encoding="utf-8") == text


# --- one file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "to_do"), [
    (errno.ENOSPC, "make room there"), (errno.EDQUOT, "make room there"), (errno.EROFS, "another folder"),
    (errno.EIO, ""),
])  # fmt: skip
@pytest.mark.parametrize("where", ["write", "close", "copymode", "replace"])
def test_wherever_it_fails_the_old_file_stays_and_nothing_else(number, to_do, where, tmp_path, monkeypatch):
    def fail(*given: object) -> None:
        raise OSError(number, os.strerror(number))

    path = tmp_path / "x.txt"
    path.write_text(OLD, encoding="utf-8")
    if where in ("write", "close"):
        monkeypatch.setattr(Path, "open", lambda path, mode: _Failing(path, mode, where, fail))
    else:
        monkeypatch.setattr(disk.shutil if where == "copymode" else disk.os, where, fail)
    with pytest.raises(hn.HandnetError) as raised:
        write_whole("new" * 1000, path)
    monkeypatch.undo()
    assert os.strerror(number) in str(raised.value)
    assert to_do in str(raised.value)
    assert kept(tmp_path) == {"x.txt": OLD}


class _Failing:
    """A file that fails when it is written, or when what is written goes to the disk."""

    def __init__(self, path: Path, mode: str, where: str, fail: Callable[[], None]) -> None:
        self.file, self.where, self.fail = open(path, mode), where, fail  # noqa: SIM115

    def __enter__(self) -> _Failing:
        return self

    def write(self, data: bytes) -> None:
        self.file.write(data[:10])
        if self.where == "write":
            self.fail()

    def __exit__(self, *given: object) -> None:
        self.file.close()
        if self.where == "close":
            self.fail()


def test_a_device_is_written_to_and_stays_one(tmp_path):
    """As root, a file put in its place would take it from everybody."""
    write_whole("gone", "/dev/null")
    assert Path("/dev/null").is_char_device()
    with pytest.raises(hn.HandnetError, match=r"No space left on device\); make room"):
        write_whole("no room at all", "/dev/full")
    assert Path("/dev/full").is_char_device()


def test_a_link_keeps_its_place_and_a_file_its_mode(tmp_path):
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text(OLD, encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target.name)
    write_whole("new", link)
    assert link.is_symlink()
    assert (target.read_text(encoding="utf-8"), target.stat().st_mode & 0o777) == ("new", 0o640)
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(hn.HandnetError, match="cannot be written"):
        write_whole("new", tmp_path / "loop")


def test_killed_midway_the_file_is_one_of_the_two(tmp_path):
    path = tmp_path / "x.txt"
    texts = ["a" * 3_000_000, "b" * 3_000_000]
    code = (
        "from handnet.disk import write_whole\n"
        f"while True:\n    for sign in 'ab':\n        write_whole(sign * 3_000_000, {str(path)!r})\n"
    )
    write_whole(texts[0], path)
    for pause in (0.0, 0.004, 0.011):
        child = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
        before = path.stat().st_mtime_ns
        while path.stat().st_mtime_ns == before:  # it is at work
            time.sleep(0.001)
        time.sleep(pause)
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert path.read_text(encoding="utf-8") in texts
