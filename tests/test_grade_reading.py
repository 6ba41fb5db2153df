"""Files of answers: every form and every way to be broken; a row in gives a row out, in order."""

from __future__ import annotations

import pytest
from graded import PROBLEM, graded, rows_of, write

import handnet as hn
from handnet.grading.records import LONGEST_LINE


def told(rows):
    return [(row["person"], row["z1[1]"], row["a1[1]"]) for row in rows]


ADA_AND_BOB = [("Ada", "right", "right"), ("Bob", "wrong", "missing")]

# --- the forms: the same answers, and so the same verdicts ---------------------------------------------

FORMS = {
    "wide": "person,z1[1],a1[1]\nAda,0.3775,0.5933\nBob,0.5,\n",
    "columns in another order": "a1[1],student,z1[1]\n0.5933,Ada,0.3775\n,Bob,0.5\n",
    "the first column is the person": "Wer,z1[1],a1[1]\nAda,0.3775,0.5933\nBob,0.5,\n",
    "semicolons and decimal commas": "person;z1[1];a1[1]\nAda;0,3775;0,5933\nBob;0,5;\n",
    "tabs": "person\tz1[1]\ta1[1]\nAda\t0.3775\t0.5933\nBob\t0.5\t\n",
    "sep=": "sep=;\nperson;z1[1];a1[1]\nAda;0,3775;0,5933\nBob;0,5;\n",
    "quoted": '"person","z1[1]","a1[1]"\n"Ada","0,3775","0.5933"\n"Bob","0.5",""\n',
    "Windows ends": "person,z1[1],a1[1]\r\nAda,0.3775,0.5933\r\nBob,0.5,\r\n",
    "Macintosh ends": "person,z1[1],a1[1]\rAda,0.3775,0.5933\rBob,0.5,",
    "long": "person,quantity,answer\nAda,z1[1],0.3775\nBob,z1[1],0.5\nAda,a1[1],0.5933\n",
    "long, other words": "Question;Response;Student\nz1[1];0,3775;Ada\nz1[1];0,5;Bob\na1[1];0,5933;Ada\n",
    "JSON lines": '{"person": "Ada", "answers": {"z1[1]": 0.3775, "a1[1]": "0.5933"}}\n'
    '{"person": "Bob", "answers": {"z1[1]": "0.5", "a1[1]": null}}\n',
    "flat JSON lines": '{"name": "Ada", "z1[1]": "0,3775", "a1[1]": 0.5933}\n\n{"z1[1]": 0.5, "name": "Bob"}\n',
    "answers from the start": '{"answers": {"z1[1]": "0.3775", "a1[1]": "0.5933"}, "id": "Ada"}\n'
    '{"answers": {"z1[1]": "0.5"}, "id": "Bob"}',
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(form, tmp_path):
    semicolons = ";" in FORMS[form] and "long" not in form
    answers = write(tmp_path / "answers.csv", FORMS[form])
    hn.grade(PROBLEM, answers, tmp_path / "report.csv")
    delimiter = next(sign for sign in "\t;," if sign in (tmp_path / "report.csv").read_text("utf-8"))
    rows = rows_of(tmp_path / "report.csv", delimiter)
    assert told(rows) == ADA_AND_BOB
    assert rows[0]["points"] == "2"
    assert delimiter == ";" or not semicolons


def test_addresses_with_a_comma_need_no_quotation_marks(tmp_path):
    content = "person,w1[2,1]+,z1[1]\nAda,0.2496,0.3775\n"
    _, (row,) = graded(tmp_path, content)
    assert f"{PROBLEM.solve()['w1[2,1]+']:.4f}" == "0.2496"
    assert (row["w1[2,1]+"], row["z1[1]"]) == ("right", "right")
    _, (row,) = graded(tmp_path, "person,quantity,answer\nAda,w1[2,1]+,0.2496\n")
    assert row["w1[2,1]+"] == "right"


def test_the_letters_of_a_notation(tmp_path):
    content = "name;net_h1;out_h1\nAda;0,3775;0,5933\nBob;w1*i1 + w2*i2 + b1*1,0;0,1\n"
    answers = write(tmp_path / "answers.csv", content)
    hn.grade(PROBLEM, answers, tmp_path / "report.csv", notation="mazur")
    rows = rows_of(tmp_path / "report.csv", ";")
    assert [(row["net_h1"], row["out_h1"]) for row in rows] == [("right", "right"), ("right", "wrong")]


# --- letters -------------------------------------------------------------------------------------------

NAMES = "person,z1[1],a1[1]\nZoë Müller,0.3775,0.5933\nBob,0.5,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding, tmp_path):
    summary, rows = graded(tmp_path, NAMES, encoding=encoding)
    assert told(rows) == [("Zoë Müller", "right", "right"), ADA_AND_BOB[1]]
    assert any("cp1252" in note for note in summary.notes) == (encoding == "cp1252")
    marked = (tmp_path / "report.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert marked == (encoding != "utf-8")  # a spreadsheet that wrote the one reads the other


def test_bytes_without_a_letter_lose_no_row(tmp_path):
    summary, rows = graded(tmp_path, b"person,z1[1],a1[1]\nA\x81\xe9,0.3775,0.5933\nB\x00b,0.3775,\n")
    assert [row["person"] for row in rows] == ["A\\x81é", "B\\x00b"]
    assert [row["z1[1]"] for row in rows] == ["right", "right"]
    assert "cp1252" in summary.notes[0]


# --- rows that are broken ------------------------------------------------------------------------------


def test_every_broken_row_is_in_its_place(tmp_path):
    content = (
        "person,z1[1],a1[1]\nAda,0.3775,0.5933\n\nBob,0.3775\nCid,0.3775,0.5933,7,8\nAda,0.1,0.2\n,0.3775,0.5933\n"
        ',,\nDan,"0.3775,0.5933\nEve,abc,0.5933\nFay,0.3775,0.5933\n'
    )
    summary, rows = graded(tmp_path, content)
    assert [(row["row"], row["person"], row["problems"]) for row in rows] == [
        ("2", "Ada", ""),
        ("4", "Bob", "1 cell missing at the end"),
        ("5", "Cid", "2 cells more than columns: '7', '8'"),
        ("6", "Ada", "duplicate of row 2"),
        ("7", "", "no person is named"),
        ("9", "Dan", "a quotation mark is not closed"),
        ("10", "Eve", "z1[1]: cannot read 'abc'"),
        ("11", "Fay", ""),
    ]
    assert [row["z1[1]"] for row in rows] == [
        *["right"] * 3,
        "wrong",
        "right",
        "right",
        "unreadable",
        "right",
    ]
    assert (summary.skipped, summary.tally.rows, summary.people, summary.tally.troubled) == (2, 8, 7, 6)


def test_a_cell_may_hold_line_ends_but_swallows_no_row(tmp_path):
    content = (
        'person,z1[1],note\nAda,0.3775,"two\nlines"\n'
        'Bob,0.3775,"never closed\nCid,0.3775,\nDan,0.3775,x"\nEve,0.3775,\n'
    )
    _, rows = graded(tmp_path, content)
    assert [row["person"] for row in rows] == ["Ada", "Bob", "Cid", "Dan", "Eve"]
    assert rows[0]["note"] == "two\\nlines"
    assert [row["row"] for row in rows] == ["2", "4", "5", "6", "7"]


def test_a_line_without_end_is_cut_and_the_next_is_read(tmp_path):
    content = "person,z1[1]\nAda," + "1" * (3 * LONGEST_LINE) + "\nBob,0.3775\n"
    _, rows = graded(tmp_path, content)
    assert [(row["person"], row["z1[1]"]) for row in rows] == [("Ada", "unreadable"), ("Bob", "right")]
    assert "longer than 100,000 characters" in rows[0]["problems"]


def test_columns_that_are_there_twice_unknown_or_not_there(tmp_path):
    content = "person,z1[1],z1[1],a1[l],Group,x[1]\nAda,,0.3775,0.6,=A1,1\nBob,0.3775,0.4,0.6,-3,2\n"
    summary, rows = graded(tmp_path, content)
    assert [row["z1[1]"] for row in rows] == ["right", "right"]
    assert rows[1]["problems"] == "z1[1] is there twice, as 0.3775 and 0.4; the first is used"
    assert [(row["a1[l]"], row["Group"], row["x[1]"]) for row in rows] == [
        ("0.6", "'=A1", "1"),
        ("0.6", "-3", "2"),
    ]
    assert [row["a1[1]"] for row in rows] == ["missing", "missing"]
    assert summary.notes == (
        "answers.csv: given by the problem, not asked, and kept as it is: 'x[1]'",
        "answers.csv: no column for a1[1]: asked, so missing for everybody",
        "answers.csv: z1[1] has 2 columns; the first that is filled in counts",
        "answers.csv: column 'a1[l]' is no quantity and is kept as it is; did you mean a1[1]?",
        "answers.csv: column 'Group' is no quantity and is kept as it is",
    )


def test_broken_lines_of_json_are_rows(tmp_path):
    lines = ['{"person": "Ada", "z1[1]": 0.3775}', "{broken", "[1, 2]", "", '{"person": "Bob", "z1[1]": NaN}',
             '{"person": "Cid", "z1[1]": 1, "z1[1]": 2}', '{"person": "\\ud800", "z1[1]": [0.3775]}']  # fmt: skip
    summary, rows = graded(tmp_path, "\n".join(lines))
    assert [row["row"] for row in rows] == ["1", "2", "3", "5", "6", "7"]
    assert [row["z1[1]"] for row in rows] == [
        "right",
        "missing",
        "missing",
        "unreadable",
        "wrong",
        "unreadable",
    ]
    assert rows[1]["problems"].startswith("cannot be read as JSON")
    assert rows[2]["problems"].startswith("is no object")
    assert "z1[1] is there twice, as 1 and 2" in rows[4]["problems"]
    assert summary.skipped == 1


def test_broken_rows_of_the_long_form_are_told_with_their_person(tmp_path):
    content = "person,quantity,answer\nAda,z1[1],0.3775\nBob,z1[1]\nAda,z1[1],0.4\nAda,,0.1\nBob,zz,1\n,z1[1],0.3775\n"
    summary, rows = graded(tmp_path, content)
    assert [(row["person"], row["z1[1]"], row["zz"]) for row in rows] == [
        ("Ada", "right", ""), ("Bob", "missing", "1"), ("", "right", "")
    ]  # fmt: skip
    assert rows[0]["problems"] == (
        "z1[1] is there twice, in rows 2 and 4; the first is used; row 5: no quantity is named for '0.1'"
    )
    assert "'zz' is no quantity" in " ".join(summary.notes)


# --- what is no file of answers: one line ----------------------------------------------------------------

NO_ANSWERS = {
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(5000),
    "a spreadsheet": b"PK\x03\x04" + bytes(3000),
    "zeros": bytes(100_000),
    "UTF-16 that does not say so": "person,z1[1]\nAda,0.3775\n".encode("utf-16-le"),
    "empty": b"",
    "blank": b"\xef\xbb\xbf \r\n\n",
    "a header": b"person,z1[1]\n\n,\n",
    "no quantity": b"person,colour\nAda,red\n",
    "no header": b"Ada,0.3775,0.5933\n",
    "a JSON list": b'[\n{"person": "Ada"}]',
    "long without a person": b"quantity,answer\nz1[1],0.3775\n",
    "too many columns": b"person" + b",z1[1]" * 3000 + b"\nAda\n",
}


@pytest.mark.parametrize("what", NO_ANSWERS)
def test_what_holds_no_answers_is_told_in_one_line(what, tmp_path):
    with pytest.raises(hn.HandnetError) as caught:
        hn.grade(PROBLEM, write(tmp_path / "answers.csv", NO_ANSWERS[what]), tmp_path / "report.csv")
    assert str(caught.value).splitlines() == [str(caught.value)]
    assert "answers.csv: " in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["answers.csv"]
