"""`handnet check` and `handnet grade`: what is printed, where it goes, with which exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from graded import PROBLEM, rows_of, write

import handnet as hn
from handnet import cli
from handnet.grading.one_sheet import read_sheet


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    PROBLEM.save("problem.toml")


def run(capsys, *arguments):
    code = cli.main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


# --- one person -------------------------------------------------------------------------------------------

SHEETS = {
    "lines.txt": "z1[1] = 0.3775\n\n# a comment\ndJ/dw1[2,1] : 1/3   # as well\n",
    "columns.csv": "z1[1],0.3775\ndJ/dw1[2,1],1/3\n",
    "header.csv": 'quantity,answer\nz1[1],0.3775\n"dJ/dw1[2,1]",1/3\n\n',
    "tabs.tsv": "Address\tValue\nz1[1]\t0.3775\ndJ/dw1[2,1]\t1/3\n",
    "object.json": '{"z1[1]": 0.3775, "dJ/dw1[2,1]": "1/3"}',
    "inside.json": '{"person": "Ada",\n "answers": {"z1[1]": "0.3775", "dJ/dw1[2,1]": "1/3"}}',
    "table.toml": '"z1[1]" = 0.3775\n"dJ/dw1[2,1]" = "1/3"\n',
    "inside.toml": 'person = "Ada"\n[answers]\n"z1[1]" = "0.3775"\n"dJ/dw1[2,1]" = "1/3"\n',
    "bare.toml": "z1[1] = 0.3775\ndJ/dw1[2,1] = 1/3\n",
}


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_form_of_a_sheet_gives_the_same_answers(name, encoding, tmp_path):
    path = write(tmp_path / name, SHEETS[name], encoding)
    assert read_sheet(path) == {"z1[1]": "0.3775", "dJ/dw1[2,1]": "1/3"}


@pytest.mark.parametrize("name", ["lines.txt", "header.csv", "object.json", "table.toml"])
def test_check_prints_the_report(name, capsys):
    write_here(name, SHEETS[name])
    code, out, err = run(capsys, "check", "problem.toml", name)
    assert (code, err) == (0, "")
    assert out.strip() == PROBLEM.check({"z1[1]": "0.3775", "dJ/dw1[2,1]": "1/3"}).to_text(width=80).strip()


def write_here(name, text):
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


def test_wrong_answers_fail_only_where_that_is_asked_for(capsys):
    write_here("right.txt", "z1[1] = 0.3775\na1[1] = 0.5933\n")
    write_here("wrong.txt", "z1[1] = 0.5\na1[1] = 0.5933\n")
    assert run(capsys, "check", "problem.toml", "wrong.txt")[0] == 0
    assert run(capsys, "check", "problem.toml", "wrong.txt", "--strict")[0] == 1
    assert run(capsys, "check", "problem.toml", "right.txt", "--strict")[0] == 0


def test_the_forms_of_a_report(capsys):
    write_here("sheet.txt", "net_h1 = 0,3775\n")
    arguments = ("check", "problem.toml", "sheet.txt", "--notation", "mazur", "--as")
    report = PROBLEM.check({"net_h1": "0,3775"}, notation="mazur")
    for form in ("markdown", "latex", "html", "json"):
        code, out, _ = run(capsys, *arguments, form)
        assert (code, out.strip()) == (0, getattr(report, f"to_{form}")().strip())
    assert run(capsys, *arguments, "json", "-o", "report.json")[:2] == (0, "report.json: written\n")
    with open("report.json", encoding="utf-8") as file:
        assert json.load(file) == json.loads(report.to_json())


NO_SHEETS = {
    "empty": ("", "is empty"),
    "comments": ("# nothing\n", "no answers"),
    "twice": ("z1[1] = 1\nz1[1] = 2\n", "z1[1] is there twice, as 1 and 2"),
    "no line": ("z1[1] = 1\nwhat\n", "line 2: found 'what'"),
    "a class": ("person,z1[1],a1[1]\nAda,1,2\n", "3 cells; give two columns"),
    "JSON": ('{"z1[1]": ', "not readable as JSON"),
}


@pytest.mark.parametrize("what", NO_SHEETS)
def test_what_is_no_sheet_is_told_in_one_line(what, capsys):
    text, said = NO_SHEETS[what]
    write_here("sheet.txt", text)
    code, out, err = run(capsys, "check", "problem.toml", "sheet.txt")
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("handnet: sheet.txt")
    assert err.count("\n") == 1


# --- a class --------------------------------------------------------------------------------------------

CLASS = "person;z1[1];a1[1]\nAda;0,3775;0,5933\nBob;0,5;0,6225\n"


def test_grade_writes_the_report_and_the_summary(capsys):
    write_here("answers.csv", CLASS)
    code, out, err = run(
        capsys, "grade", "problem.toml", "answers.csv", "-o", "report.csv", "--summary", "summary.json",
        "--decimals", "4", "--without", "step-added", "--jobs", "2",
    )  # fmt: skip
    assert (code, err) == (0, "")
    summary = hn.grade(PROBLEM, "answers.csv", "again.csv", rounding=4, without=["step-added"])
    assert out.strip() == summary.to_text(width=80).replace("again.csv", "report.csv").strip()
    with open("report.csv", "rb") as one, open("again.csv", "rb") as other:
        assert one.read() == other.read()
    with open("summary.json", encoding="utf-8") as file:
        told = json.load(file)
    assert told == json.loads(summary.to_json()) | {"report": "report.csv"}
    assert (told["people"], told["mean_points"]) == (2, 1.5)  # sigma(0.5) = 0.6225: it follows


def test_without_a_report_there_is_the_summary(capsys):
    write_here("answers.csv", CLASS)
    before = sorted(os.listdir())
    code, out, _ = run(capsys, "grade", "problem.toml", "answers.csv", "--quiet")
    assert code == 0
    assert "2 people in 2 rows" in out
    assert sorted(os.listdir()) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("problem.toml", "."), ".: is no ordinary file"),
        (("problem.toml", "nowhere.csv"), "nowhere.csv: cannot be read"),
        (("nowhere.toml", "answers.csv"), "nowhere.toml"),
        (("problem.toml", "answers.csv", "--jobs", "0"), "--jobs is 0"),
        (("problem.toml", "answers.csv", "--decimals", "99"), "decimals is 99"),
        (("problem.toml", "answers.csv", "--without", "step-aded"), "did you mean 'step-added'"),
        (("problem.toml", "answers.csv", "--notation", "mazer"), "did you mean 'mazur'"),
        (("problem.toml", "answers.csv", "--variants", "nowhere.csv"), "nowhere.csv: cannot be read"),
        (("problem.toml", "answers.csv", "--summary", "nowhere/x"), "'nowhere/x': cannot be written"),
    ],
)
def test_what_does_not_fit_is_told_in_one_line(arguments, said, capsys):
    write_here("answers.csv", CLASS)
    code, out, err = run(capsys, "grade", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_the_command_line_starts_without_numpy():
    code = "import sys; from handnet import cli; cli.command_parser(); print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


# --- on a terminal ----------------------------------------------------------------------------------------

SLOWLY = """
import time
from handnet import cli
from handnet.check import many
from handnet.grading.grade import grade
whole = many.marked
def slowly(*given):
    time.sleep(0.15)
    return whole(*given)
many.marked = slowly
grade.__kwdefaults__["chunk"] = 5
raise SystemExit(cli.main(["grade", "problem.toml", "answers.csv", "-o", "report.csv", "--jobs", "1"]))
"""


def on_a_terminal(columns, stop=False):
    """What the terminal gets, and the exit code; `stop` presses Ctrl-C when rows are on the disk."""
    pty, fcntl, termios = (pytest.importorskip(name) for name in ("pty", "fcntl", "termios"))
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, columns.to_bytes(2, "little").join([b"\x28\0", b"\0\0\0\0"]))
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    process = subprocess.Popen(
        [sys.executable, "-c", SLOWLY], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    got = b""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if stop and os.path.exists("report.csv.journal"):
            process.send_signal(signal.SIGINT)
            stop = False
        try:
            got += os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
    os.close(ours)
    return got.decode(), process.wait(timeout=60)


@pytest.mark.parametrize("columns", [80, 120])
def test_progress_fits_the_terminal_and_goes_away(columns):
    write_here("answers.csv", "person,z1[1],a1[1]\n" + "Ada,0.3775,0.5933\n" * 20)
    got, code = on_a_terminal(columns)
    assert code == 0
    drawn = got.split("\r")
    bars = [line for line in drawn if line.startswith("[")]
    assert len(bars) >= 3
    assert bars[0].startswith("[            ]   0%  0 of about 20")
    assert any("10 of about 20" in line and "left" in line for line in bars)
    assert max(map(len, drawn)) <= columns
    assert "1 person in 20 rows" in got.split(bars[-1])[1]


def test_ctrl_c_says_how_to_go_on(capsys):
    write_here("answers.csv", "person,z1[1],a1[1]\n" + "Ada,0.3775,0.5933\n" * 100)
    got, code = on_a_terminal(80, stop=True)
    assert code == 130
    assert "the same command goes on from here" in got
    assert "Traceback" not in got
    assert run(capsys, "grade", "problem.toml", "answers.csv", "-o", "report.csv", "--jobs", "1")[0] == 0
    assert len(rows_of(Path("report.csv"))) == 100
