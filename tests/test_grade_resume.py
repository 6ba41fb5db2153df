"""A report that is broken off and gone on with: no row is lost, none is there twice."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from graded import PROBLEM, asking, rows_of, write

import handnet as hn
from handnet.check import many
from handnet.grading.grade import grade

COUNT, CHUNK = 500, 25


def answers_of(count):
    """Answers of many people, some wrong, some broken, some there twice."""
    lines = ["person,z1[1],a1[1],note"]
    for place in range(count):
        lines.append(
            f"somebody {place % 444},{0.3775 if place % 7 else 0.3776},{'abc' if place % 13 == 0 else 0.5933}"
        )
        lines += [""] * (place % 50 == 0)
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A folder with the problem, the answers, and the report that nothing disturbed."""
    folder = tmp_path_factory.mktemp("first")
    write(folder / "answers.csv", answers_of(COUNT))
    PROBLEM.save(folder / "problem.toml")
    hn.grade(PROBLEM, folder / "answers.csv", folder / "undisturbed.csv", chunk=CHUNK)
    return folder


@pytest.fixture
def folder(first, tmp_path):
    return Path(shutil.copytree(first, tmp_path / "folder"))


SCRIPT = f"""
import sys, time
import handnet as hn
from handnet.check import many
whole = many.marked
def slowly(*given):
    time.sleep(0.05)
    return whole(*given)
if __name__ == "__main__":
    many.marked = slowly
    hn.grade(hn.read("problem.toml"), "answers.csv", "report.csv", chunk={CHUNK}, jobs=int(sys.argv[1]))
"""


def started(folder, jobs):
    """A process that grades, when the first rows are on the disk."""
    (folder / "grades.py").write_text(SCRIPT)
    process = subprocess.Popen([sys.executable, "grades.py", str(jobs)], cwd=folder, stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while not (folder / "report.csv.journal").exists() and time.monotonic() < until:
        time.sleep(0.01)
    return process


@pytest.mark.parametrize(("jobs", "sign"), [(1, "SIGKILL"), (2, "SIGKILL"), (1, "SIGINT"), (2, "SIGINT")])
def test_killed_midway_it_goes_on_as_if_nothing_had_been(folder, jobs, sign):
    process = started(folder, jobs)
    process.send_signal(getattr(signal, sign))
    process.communicate(timeout=60)
    done = json.loads((folder / "report.csv.journal").read_text())["tally"]["rows"]
    assert 0 < done < COUNT
    assert not (folder / "report.csv").exists()
    summary = hn.grade(PROBLEM, folder / "answers.csv", folder / "report.csv", chunk=CHUNK)
    assert f"went on after {done:,} rows" in summary.notes[-1]
    assert (folder / "report.csv").read_bytes() == (folder / "undisturbed.csv").read_bytes()
    assert (summary.tally.rows, summary.skipped) == (COUNT, COUNT // 50)
    assert sorted(path.name for path in folder.glob("report.csv*")) == ["report.csv"]


def test_the_processes_of_a_killed_one_end_too(folder):
    process = started(folder, 2)
    children = [int(each) for each in children_of(process.pid)]
    process.kill()
    process.communicate(timeout=60)
    assert len(children) >= 2
    until = time.monotonic() + 20
    while any(map(alive, children)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(alive, children))


def children_of(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return file.read().split()
    except OSError:
        pytest.skip("this system does not tell a process's children")


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Broken(BaseException):
    """The end of the process, for tests that need none."""


def broken_off(folder, monkeypatch, after, **options):
    """A report that is broken off after so many chunks."""
    whole, calls = many.marked, []

    def breaks(*given):
        calls.append(1)
        if len(calls) > after:
            raise Broken
        return whole(*given)

    with monkeypatch.context() as patch:
        patch.setattr(many, "marked", breaks)
        with pytest.raises(Broken):
            hn.grade(PROBLEM, folder / "answers.csv", folder / "report.csv", chunk=CHUNK, **options)


def test_rows_behind_the_journal_are_cut_off(folder, monkeypatch):
    """As after a crash between the rows and the journal: half a row stands behind what is sure."""
    broken_off(folder, monkeypatch, 3)
    with (folder / "report.csv.partial").open("ab") as file:
        file.write(b"somebody 99,half a r")
    hn.grade(PROBLEM, folder / "answers.csv", folder / "report.csv", chunk=CHUNK)
    assert (folder / "report.csv").read_bytes() == (folder / "undisturbed.csv").read_bytes()


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (lambda folder: None, "went on after 75 rows"),
        (
            lambda folder: write(folder / "answers.csv", answers_of(COUNT) + "Zoe,0.3775,0.5933\n"),
            "begun anew",
        ),
        (lambda folder: (folder / "report.csv.partial").write_bytes(b"person"), "shorter than it was"),
        (lambda folder: (folder / "report.csv.journal").write_text('{"version": 1'), ""),
        (lambda folder: (folder / "report.csv.partial").unlink(), "shorter than it was"),
    ],
)
def test_what_is_gone_on_with_and_what_is_begun_anew(change, note, folder, monkeypatch):
    broken_off(folder, monkeypatch, 3)
    change(folder)
    summary = hn.grade(PROBLEM, folder / "answers.csv", folder / "report.csv", chunk=CHUNK)
    assert any(note in each for each in summary.notes)
    undisturbed = (folder / "undisturbed.csv").read_text().splitlines()
    assert (folder / "report.csv").read_text().splitlines()[: COUNT + 1] == undisturbed


@pytest.mark.parametrize("option", [{"without": ["step-added"]}, {"rounding": 3}])
def test_other_options_are_another_report(option, folder, monkeypatch):
    broken_off(folder, monkeypatch, 2)
    summary = hn.grade(PROBLEM, folder / "answers.csv", folder / "report.csv", chunk=CHUNK, **option)
    assert summary.notes[-1].endswith("of another problem, file or option: begun anew")
    broken_off(folder, monkeypatch, 2)
    summary = hn.grade(asking("z1[1]"), folder / "answers.csv", folder / "report.csv", chunk=CHUNK)
    assert summary.notes[-1].endswith("begun anew")


def test_two_at_once_are_refused(folder):
    process = started(folder, 1)
    with pytest.raises(hn.HandnetError, match="is being written by another handnet"):
        hn.grade(PROBLEM, folder / "answers.csv", folder / "report.csv", chunk=CHUNK)
    process.communicate(timeout=60)
    assert (folder / "report.csv").read_bytes() == (folder / "undisturbed.csv").read_bytes()


def test_several_processes_write_the_same_report(folder):
    summary = grade(PROBLEM, folder / "answers.csv", folder / "report.csv", jobs=2, chunk=CHUNK)
    assert (folder / "report.csv").read_bytes() == (folder / "undisturbed.csv").read_bytes()
    assert summary.tally.rows == COUNT


def test_what_cannot_go_to_another_process_is_done_here(folder):
    """A mistake of a teacher's own may hold a lambda, which no other process can be given."""
    own = hn.Mistake(
        "own-one", "it was left alone", {next(iter(hn.mistake("step-added").changes)): lambda f, _: f}
    )
    summary = grade(PROBLEM, folder / "answers.csv", folder / "report.csv", jobs=2, chunk=CHUNK, extra=[own])
    assert summary.tally.rows == COUNT
    assert rows_of(folder / "report.csv")[0]["person"] == "somebody 0"


@pytest.mark.parametrize("place", ["", "nowhere/report.csv", "answers.csv", "\0"])
def test_where_no_report_can_be_written_is_told_in_one_line(place, folder):
    before = sorted(os.listdir(folder))
    with pytest.raises(hn.HandnetError) as caught:
        hn.grade(PROBLEM, folder / "answers.csv", f"{folder}/{place}", chunk=CHUNK)
    assert len(str(caught.value).splitlines()) == 1
    assert sorted(os.listdir(folder)) == before
