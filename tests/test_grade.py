"""Grading a class: the report says of each person what checking that person alone says."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from graded import PROBLEM, asking, graded, rows_of, write
from hypothesis import given, settings
from hypothesis import strategies as st

import handnet as hn
from handnet.check import many
from handnet.escape import csv_cell, from_csv_cell
from handnet.rounding import Rounding

EVERYTHING = [
    "z1[1]",
    "a1[1]",
    "z2[1]",
    "a2[1]",
    "J",
    "dJ/dz2[1]",
    "dJ/dw2[1,1]",
    "dJ/dz1[1]",
    "dJ/dw1[1,2]",
    "w1[1,2]+",
]


def sheet(mistake="", figures=5):
    """What somebody has who makes this mistake everywhere, to so many figures."""
    found = PROBLEM.solve(*EVERYTHING, mistakes=[mistake] if mistake else [])
    return [f"{found[address]:.{figures}g}" for address in EVERYTHING]


def wide(rows, header=EVERYTHING):
    lines = [["person", *header], *rows]
    return "\n".join("\t".join(map(str, line)) for line in lines) + "\n"


# --- one by one, and all at once ------------------------------------------------------------------------

CODES = [
    "",
    "slope-of-activation",
    "input-factor-missing",
    "step-added",
    "slope-left-out",
    "inner-minus-lost",
]


def test_the_report_says_what_checking_each_person_says(tmp_path):
    people = {f"person {place}": sheet(code) for place, code in enumerate(CODES)}
    people["half"] = [*sheet()[:3], *[""] * 7]
    people["odd"] = ["abc", *sheet()[1:]]
    people["a slip"] = ["0.3875", *sheet()[1:]]
    answers = write(tmp_path / "answers.tsv", wide([name, *texts] for name, texts in people.items()))
    problem = asking(*EVERYTHING)
    summary = hn.grade(problem, answers, tmp_path / "report.tsv")
    for row, (name, texts) in zip(rows_of(tmp_path / "report.tsv", "\t"), people.items(), strict=True):
        alone = problem.check(dict(zip(EVERYTHING, texts, strict=True)))
        assert row["person"] == name
        assert [row[address] for address in EVERYTHING] == [alone[address].status for address in EVERYTHING]
        assert float(row["points"]) == pytest.approx(alone.points, abs=1e-6)
        assert float(row["out_of"]) == len(EVERYTHING)
        assert row["first_wrong"] == (alone.first_wrong.address if alone.first_wrong else "")
        for address in EVERYTHING:
            codes = " or ".join(each.code for each in alone[address].mistakes)
            assert row[f"{address} mistake"] == codes
    assert summary.tally.statuses["z1[1]"] == {"right": 7, "unreadable": 1, "wrong": 1}


def test_the_summary_counts(tmp_path):
    wrong = [f"{PROBLEM.solve('dJ/dw2[1,1]', mistakes=['slope-left-out'])['dJ/dw2[1,1]']:.5g}"]
    right = [f"{PROBLEM.solve('dJ/dw2[1,1]')['dJ/dw2[1,1]']:.5g}"]
    content = wide(
        [["Ada", *right], ["Bob", *wrong], ["Cid", *wrong], ["Bob", *right], ["Eve", "?"]], ["dJ/dw2[1,1]"]
    )
    problem = asking({"quantity": "dJ/dw2[1,1]", "points": 4})
    summary = hn.grade(problem, write(tmp_path / "answers.tsv", content))
    assert (summary.people, summary.tally.rows, summary.tally.all_right) == (4, 5, 2)
    assert (summary.mean_points, summary.out_of) == (8 / 5, 4)
    (common,) = summary.mistakes
    assert "slope-left-out" in common.code.split(" or ")
    assert (common.count, common.share) == (2, 2 / 5)
    assert hn.mistake("slope-left-out").title in common.title
    told = json.loads(summary.to_json())
    assert told["quantities"]["dJ/dw2[1,1]"] == {
        "right": 2, "follows": 0, "wrong": 2, "undecided": 0, "unreadable": 1, "missing": 0
    }  # fmt: skip
    for shown in (summary.to_text(width=80), summary.to_markdown(), summary.to_latex()):
        assert "4 people in 5 rows, on average 1.60 of 4 points, 2 with everything right" in shown.replace(
            "\n", " "
        )
    assert max(map(len, summary.to_text(width=80).splitlines())) <= 80


def test_what_is_not_looked_for_is_not_named(tmp_path):
    wrong = f"{PROBLEM.solve('dJ/dw1[1,2]', mistakes=['input-factor-missing'])['dJ/dw1[1,2]']:.5g}"
    content = f"person\tdJ/dw1[1,2]\nAda\t{wrong}\n"
    answers = write(tmp_path / "answers.tsv", content)
    named = hn.grade(PROBLEM, answers).mistakes
    assert any("input-factor-missing" in each.code for each in named)
    named = hn.grade(PROBLEM, answers, without=["input-factor-missing"]).mistakes
    assert not any("input-factor-missing" in each.code for each in named)


def test_rounding_is_what_is_stated(tmp_path):
    """dJ/dw1[1,2] is 0.00134: somebody who rounds every number to three decimals has 0.001."""
    answers = write(tmp_path / "answers.csv", 'person,z1[1],"dJ/dw1[1,2]"\nAda,0.378,0.0010\n')
    rough, fine = (hn.grade(PROBLEM, answers, rounding=each) for each in (Rounding(3), Rounding(full=True)))
    assert f"{PROBLEM.solve()['dJ/dw1[1,2]']:.5f}" == "0.00134"
    assert "wrong" not in rough.tally.statuses["dJ/dw1[1,2]"]
    assert fine.tally.statuses["dJ/dw1[1,2]"] == {"wrong": 1}


# --- a row that cannot be graded --------------------------------------------------------------------------


def test_a_row_that_breaks_the_grading_is_told_and_loses_no_other(tmp_path, monkeypatch):
    whole = many.marked

    def breaks(problem, asked, answers, criteria, numbers=None):
        if any("0.66" in row for row in answers):
            raise ZeroDivisionError("division by zero")
        return whole(problem, asked, answers, criteria, numbers)

    monkeypatch.setattr(many, "marked", breaks)
    summary, rows = graded(tmp_path, "person,z1[1]\nAda,0.3775\nBob,0.66\nCid,0.3775\n")
    assert [row["z1[1]"] for row in rows] == ["right", "", "right"]
    assert rows[1]["problems"] == "cannot be graded (ZeroDivisionError: division by zero)"
    assert (summary.ungraded, summary.tally.graded) == (1, 2)


def test_a_problem_that_cannot_be_worked_out_is_told_once_not_for_everybody(tmp_path):
    steps = hn.Problem(hn.Network([1, 1], "step"), [1], [0], [[[2]]], [[0.5]])
    with pytest.raises(hn.HandnetError, match="a step has slope 0 everywhere"):
        graded(tmp_path, 'person,"dJ/dw1[1,1]"\nAda,1\nBob,2\n', problem=steps)
    assert [path.name for path in tmp_path.iterdir()] == ["answers.csv"]


@pytest.mark.parametrize(("options", "said"), [
    ({"jobs": 0}, "jobs is 0"), ({"chunk": 2.5}, "chunk is 2.5"), ({"problem": "homework.toml"}, "is no Problem"),
    ({"without": "step-added"}, "without"), ({"notation": "mazer"}, "did you mean 'mazur'"),
])  # fmt: skip
def test_what_does_not_fit_is_told_in_one_line(options, said, tmp_path):
    with pytest.raises(hn.HandnetError) as caught:
        graded(tmp_path, "person,z1[1]\nAda,0.3775\n", **options)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


# --- each person with their own numbers -------------------------------------------------------------------


def test_own_numbers_are_found_by_person(tmp_path):
    """With x = (0.3, 0.7) it is 0.15*0.3 + 0.20*0.7 + 0.35 = 0.535; with w1[1,1] = 1 it is 0.42."""
    own = write(
        tmp_path / "own.csv", 'person,x[1],x[2],"w1[1,1]"\nBob,0.05,0.10,1\nAda,0.3,0.7,0.15\nDan,?,1,1\n'
    )
    content = "person,z1[1]\nAda,0.535\nBob,0.42\nCid,0.3775\nBob,0.3775\nDan,0.3775\n"
    summary, rows = graded(tmp_path, content, variants=own)
    assert [(row["person"], row["z1[1]"]) for row in rows] == [
        ("Ada", "right"), ("Bob", "right"), ("Cid", ""), ("Bob", "wrong"), ("Dan", "")
    ]  # fmt: skip
    assert rows[2]["problems"] == "no numbers for this person"
    assert "cannot read '?'" in rows[4]["problems"]
    assert [row["points"] for row in rows] == ["1", "1", "", "0", ""]  # not 0 of 2: nothing was graded
    assert summary.ungraded == 2


def test_the_key_of_variants_is_right_with_their_numbers_and_wrong_without(tmp_path):
    people = ["Ada", "Zoë", "O'Neil, Bob"]
    problem = asking("z2[1]", "dJ/dw1[2,1]", "w1[2,1]+")
    drawn = hn.variants(problem, people, seed="grading")
    drawn.save(tmp_path / "own.csv")
    drawn.save_key(tmp_path / "key.csv")
    own = hn.grade(problem, tmp_path / "key.csv", variants=tmp_path / "own.csv")
    assert (own.people, own.tally.all_right) == (3, 3)
    assert hn.grade(problem, tmp_path / "key.csv").tally.all_right == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("person,x[1]\nAda,1\nAda,2\n", "'Ada' is there twice, in rows 2 and 3"),
        ("person,x[3]\nAda,1\n", "column 'x[3]' is no given number"),
        ("person\nAda\n", "no column is a given number"),
        ("x[1],x[2]\n1,2\n", "no column names the person"),
    ],
)
def test_own_numbers_that_do_not_fit_are_told_in_one_line(content, said, tmp_path):
    own = write(tmp_path / "own.csv", content)
    with pytest.raises(hn.HandnetError, match=r"own\.csv") as caught:
        graded(tmp_path, "person,z1[1]\nAda,0.535\n", variants=own)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


# --- spreadsheets, memory -----------------------------------------------------------------------------------


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Z", "C"]), max_size=12))
@settings(max_examples=200)
def test_no_name_is_run_by_a_spreadsheet(name):
    written = csv_cell(name, name=True)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert written in (name, f"'{name}")
    assert from_csv_cell(written) == name


def test_names_that_look_like_formulas(tmp_path):
    names = ["=cmd|'/c calc'!A1", "+1", "-2", "@SUM(A1)", "Ada", "\t=1+1"]
    content = "person;z1[1];=note\n" + "".join(f"{name};0,3775;{name}\n" for name in names)
    write(tmp_path / "answers.csv", content)
    hn.grade(PROBLEM, tmp_path / "answers.csv", tmp_path / "report.csv")
    rows = rows_of(tmp_path / "report.csv", ";")
    assert [row["person"] for row in rows] == [
        "'=cmd|'/c calc'!A1",
        "'+1",
        "'-2",
        "'@SUM(A1)",
        "Ada",
        "'=1+1",
    ]
    assert [row["'=note"] for row in rows] == ["'=cmd|'/c calc'!A1", "+1", "-2", "'@SUM(A1)", "Ada", "'=1+1"]


def test_memory_does_not_grow_with_the_file(tmp_path, monkeypatch):
    def right(problem, asked, answers, criteria, numbers=None):
        return [many.Marked(("right",), ("",), None, 1.0, 1.0)] * len(answers)

    monkeypatch.setattr(many, "marked", right)
    peaks = []
    for form in ("person,z1[1]\n", "person,quantity,answer\n"):
        middle = "," if form.count(",") == 1 else ",z1[1],"
        for count in (400, 3_000):
            answers = tmp_path / "answers.csv"
            write(answers, form + "".join(f"somebody {place}{middle}0.3775\n" for place in range(count)))
            tracemalloc.start()
            assert hn.grade(asking("z1[1]"), answers, tmp_path / "report.csv", chunk=100).tally.rows == count
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    small, large, small_long, large_long = peaks
    assert large < 1.2 * small + 100_000
    assert large_long < 1.2 * small_long + 100_000
