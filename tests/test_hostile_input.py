"""What nobody types by mistake: endless, deep, huge and misleading input at every door.

Everything here is refused in one line that says what to do, or read as what it is; nothing is run. The texts
are so long that reading them twice over for every sign would not end: a test that hangs has found that.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from doors import small
from guarded import watched

import handnet as hn
from handnet.answer import read_answer
from handnet.files import from_toml, to_toml
from handnet.grading.one_sheet import read_sheet
from handnet.json_form import from_json
from handnet.setting import Setting
from handnet.variation.roster import read_roster

DEEP, LONG, CELL = 10_000, 1_000_000, 10_000_000
TYPED = {
    "a power of powers": "9**9**9",
    "code": "__import__('os').system('touch /tmp/handnet-was-here')",
    "brackets": "(" * DEEP + "1" + ")" * DEEP,
    "signs": "-" * DEEP + "1",
    "functions": "exp(" * DEEP + "1" + ")" * DEEP,
    "powers": "2^" * DEEP + "1",
    "quotients": "1/" * DEEP + "1",
    "a long word": "x" * LONG,
    "a long number": "9" * LONG,
    "spaces inside": "1" + " " * LONG + "x",
    "equals signs": "=" * LONG,
    "a NUL": "0.3\0",
    "a huge power": "1e999999999",
    "a tiny power": "1e-999999999",
    "a far zero": "0e999999999",
    "right to left": "\u202e0.3775",
    "nothing": "\u200b",
    "half a sign": "\ud800",
    "other digits": "٣",
    "raised digits": "[²]",
    "nested fractions": "x/(1+" * 50 + "x" + ")" * 50,
    "towers": "^".join("x" * 50),
    "d": "d" * LONG,
    "derivatives": "dJ/d" * DEEP,
    "an index": "w1[" + "1," * DEEP + "1]",
    "far in training": "a2[1]@" + "9" * 100,
    "a large sample": "z1[1](" + "9" * 150 + ")",
    "a large layer": "z" + "9" * 190,
}


def one_line(work) -> str:
    """What the work says if it is refused: one line of a length that is read."""
    try:
        work()
    except hn.HandnetError as error:
        said = str(error)
        assert "\n" not in said.replace("\\n", "")
        assert 0 < len(said) <= 2000
        assert said.encode("utf-8", "surrogatepass")
        return said
    return ""


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
def test_whatever_is_typed_is_read_or_refused_in_one_line(text, tmp_path):
    problem = small()
    with watched(tmp_path) as found:
        assert read_answer(text).kind in ("number", "formula", "unreadable", "blank")
        assert problem.check({"z1[1]": text, text: "1"}).to_text()
        for name in ("standard", "nielsen", "mazur"):
            one_line(lambda: Setting(problem.forward_pass(), notation=hn.notations()[name]).find(text))  # noqa: B023
        one_line(lambda: problem.solve()[text])
        one_line(lambda: problem.hint("J", given={"z1[1]": text, text: "1"}))
        one_line(lambda: hn.Problem(hn.Network([1, 1]), [text], ["1"], [[["1"]]], [["1"]]))
        one_line(lambda: hn.Graph({"f": text}))
        one_line(lambda: hn.Activation("mine", text))
        one_line(lambda: str(hn.differentiate(text, "x")))
    assert not found
    assert not os.path.lexists("/tmp/handnet-was-here")


def test_what_is_only_read_is_not_worked_out():
    """9**9**9 is no number that anybody could hand in; in a formula it is a sign like any other."""
    assert read_answer("9**9**9").why.endswith("is no finite number")
    assert "too long to be written down" in one_line(lambda: hn.differentiate(TYPED["nested fractions"], "x"))
    assert one_line(lambda: hn.differentiate(TYPED["towers"], "x"))


GOOD = to_toml(small())
FILES = {
    "lists in lists": "x = " + "[" * DEEP + "]" * DEEP,
    "objects in objects": '{"a":' * DEEP + "1" + "}" * DEEP,
    "a key of very many parts": "a." * DEEP + "a = 1",
    "tables in tables": "[" + "a." * DEEP + "a]\nx = 1",
    "inline tables": "x = " + "{a=" * DEEP + "1" + "}" * DEEP,
    "quoted parts": '"a" . ' * DEEP + "a = 1",
    "a cell of 10 MB": "person,z1[1]\nAda," + "9" * CELL + "\nBob,0.3\n",
    "only NULs": "\0" * 1000,
    "a quoted cell of 10 MB": 'person,z1[1]\nAda,"' + "9" * CELL + '"\nBob,0.3\n',
    "only line ends": "\n" * 200_000,
    "a title of 1 MB": GOOD.replace("Homework 3", "x" * LONG),
    "a number of 1 MB": GOOD.replace('"0.05"', "9" * LONG),
    "a long number in quotes": GOOD.replace("0.05", "9" * LONG),
    "a huge layer": GOOD.replace("[2, 2, 1]", "[99999999, 9]"),
    "a layer of thousands of digits": GOOD.replace("[2, 2, 1]", f"[{'9' * 3999}, 1]"),
    "a huge version": '{"handnet": ' + "9" * 10**6 + "}",
    "very many columns": "person," + ",".join(map(str, range(100_000))),
    "quotation marks": "person,z1[1]\n" + '"' * 200_000,
    "marks never closed": "person,z1[1]\n" + '"a\n' * 3000,
    "brackets": "person;z1[1]\nA;" + "[" * 99_000 + ",",
    "spaces": "z" + " " * 300_000 + "x",
    "spaces before a sign": "z1[1] = 1" + " " * 300_000 + "x",
    "signs": "=" * 300_000,
    "very many names": "\n".join(f'{{"person": "A{n}", "q{n}": 1}}' for n in range(2500)),
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_whatever_is_in_a_file_is_read_or_refused_in_one_line(text, tmp_path):
    path, own = tmp_path / "x.csv", tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    own.write_text("person,z1[1]\nAda,1\n", encoding="utf-8")
    with watched(tmp_path) as found:
        assert one_line(lambda: hn.read(path)).startswith(str(path))
        assert one_line(lambda: from_json(path)).startswith(str(path))
        one_line(lambda: read_sheet(path))
        one_line(lambda: read_roster(path))
        one_line(lambda: hn.grade(small(), path, tmp_path / "report.csv"))
        one_line(lambda: hn.grade(small(), own, variants=path))
    assert not found


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_are_read_or_what_to_do_is_said(encoding, tmp_path):
    """Answers may come from any spreadsheet; what a program writes is UTF-8, with a mark or without."""
    path = tmp_path / "x"
    path.write_bytes("person,z1[1]\nÉva,0.3775\n".encode(encoding))
    said = one_line(lambda: hn.grade(small(), path))
    assert ("save the answers as CSV" in said) == (encoding in ("utf-16-le", "utf-16-be")), said
    path.write_bytes(GOOD.replace("Homework", "Épreuve").encode(encoding))
    assert bool(said := one_line(lambda: hn.read(path))) == (encoding != "utf-8-sig")
    assert not said or "save it as UTF-8" in said
    path.write_bytes(small().solve("J").to_json().replace("Homework", "Épreuve").encode(encoding))
    assert bool(said := one_line(lambda: from_json(path))) == (encoding != "utf-8-sig")
    assert not said or "save it as UTF-8" in said
    path.write_bytes("Éva\nBob\n".encode(encoding))
    assert bool(said := one_line(lambda: read_roster(path))) == (encoding != "utf-8-sig")
    assert not said or "save it as UTF-8" in said


def test_numbers_of_very_many_digits_are_refused_also_where_they_are_no_text():
    """Python writes no whole number of more than 4,300 digits; nobody sees that message."""
    for huge in (10**6000, -(10**6000)):
        assert one_line(lambda: hn.Problem(hn.Network([1, 1]), [huge], ["1"], [[["1"]]], [["1"]]))  # noqa: B023
        assert one_line(lambda: hn.Network([huge, 1]))  # noqa: B023
        assert small().check({"z1[1]": huge})["z1[1]"].status == "unreadable"
    assert "weights" in one_line(
        lambda: from_toml(GOOD.replace("[2, 2, 1]", f"[{'9' * 3000}, {'9' * 3000}]"))
    )
    assert "thousands of digits" in one_line(
        lambda: from_toml(GOOD.replace("[2, 2, 1]", f"[{'9' * 5000}, 1]"))
    )


@pytest.mark.parametrize("read", [hn.read, lambda path: from_json(Path(path)), read_sheet, read_roster,
                                  lambda path: hn.grade(small(), path)])  # fmt: skip
def test_what_is_no_file_is_not_waited_for(read, monkeypatch):
    """A pipe that nobody writes to, a device without end, a link to itself or to one of these, a folder."""
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.chdir(name)
        os.mkfifo("pipe")
        Path("to a pipe").symlink_to("pipe")
        Path("without end").symlink_to("/dev/zero")
        Path("itself").symlink_to("itself")
        for path in (
            "pipe",
            "to a pipe",
            "without end",
            "itself",
            "/dev/zero",
            "/",
            "",
            "no such file",
            "a\0b",
            "\ud800",
        ):
            assert one_line(lambda: read(path)), path  # noqa: B023
        monkeypatch.undo()


def test_names_of_people_are_names_of_files_inside_of_the_folder(tmp_path):
    """Whatever a person is called, the file is in the folder, and none is another's."""
    people = [f"{text}{place}" for place, text in enumerate(
        ("../../etc/passwd", "/etc/passwd", "..", "CON", "nul.", "a/b", "C:\\x", "~", "$HOME", "x" * 180, "שלום", "-rf")
    )]  # fmt: skip
    problem = hn.Problem(hn.Network([1, 1]), ["0.5"], ["1"], [[["0.25"]]], [["-0.5"]], "1", title="../../x")
    found = hn.variants(problem, people)
    written = found.save_sheets(tmp_path / "sheets") + found.worksheets().save(tmp_path / "sheets", "text")
    assert {path.parent for path in written} == {tmp_path / "sheets"}
    assert len({path.name.casefold() for path in written}) == 2 * len(people)
    assert all(path.name.isascii() and path.name[0].isdigit() and len(path.name) < 60 for path in written)
    assert [path.name for path in tmp_path.iterdir()] == ["sheets"]
    assert sorted(path.name for path in (tmp_path / "sheets").iterdir()) == sorted(
        path.name for path in written
    )
