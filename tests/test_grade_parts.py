"""A class graded in parts, anywhere and in any order: the report that one process writes, byte for byte."""

from __future__ import annotations

import csv
import pickle
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from graded import PROBLEM
from hypothesis import given, settings
from hypothesis import strategies as st

import handnet as hn

COLUMNS = ["person", "z1[1]", "a1[1]", "note"]
people = st.sampled_from(
    ["Ada", " Ada ", "Bob", "=1+1", "'=1+1", "-3", "e\u0301va", "éva", "", "a, b", "\u202eAda"]
)
answers = st.sampled_from(["0.3775", "0.3776", "0.5933", ".5932", "abc", "=1+1", "", "1e999", "0.15*0.05"])
rows = st.lists(
    st.tuples(people, answers, answers, st.sampled_from(["", "+49", "late"])), min_size=1, max_size=12
)


def by_grade(folder, found, name="answers.csv", **options):
    """The report of `hn.grade` for these rows, and its summary without the names of files."""
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *found])
    summary = hn.grade(PROBLEM, folder / name, folder / "report.csv", **options)
    return (folder / "report.csv").read_bytes(), summary.tally, summary.skipped


def by_parts(folder, found, size, order=None, **options):
    """The same in parts, worked on in this order, each by an object that went through pickle."""
    grading = hn.Grading(PROBLEM, COLUMNS, **options)
    starts = range(0, len(found), size)
    tables = [[dict(zip(COLUMNS, row, strict=True)) for row in found[at : at + size]] for at in starts]
    parts = {}
    for place in order or range(len(tables)):
        elsewhere = pickle.loads(pickle.dumps(grading))
        parts[place] = pickle.loads(pickle.dumps(elsewhere(tables[place], starts[place] + 2)))
    summary = grading.report(folder / "parts.csv", (parts[place] for place in range(len(tables))))
    return (folder / "parts.csv").read_bytes(), summary.tally, summary.skipped


@given(rows, st.integers(1, 5), st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_parts_make_the_report_of_one_process(found, size, chance):
    found = [("Ada", "0.3775", "", ""), *found, ("", "", "", "")]  # somebody, and an empty row
    with tempfile.TemporaryDirectory() as folder:
        order = list(range(len(range(0, len(found), size))))
        chance.shuffle(order)
        assert by_parts(Path(folder), found, size, order) == by_grade(Path(folder), found)


def test_a_part_is_a_pure_function_of_its_rows(tmp_path):
    grading = hn.Grading(PROBLEM, COLUMNS)
    row = {"person": "Ada", "z1[1]": "0.3775", "a1[1]": "x"}
    first = grading([row, row])
    assert grading([row, row]) == first
    before = pickle.dumps(first)
    for _ in range(2):  # writing changes nothing in it either
        grading.report(tmp_path / "report.csv", [first])
        assert pickle.dumps(first) == before
    assert "duplicate of row 2; a1[1]: cannot read 'x'" in (tmp_path / "report.csv").read_text()


def test_in_one_process_it_is_made_ready_once():
    """An engine unpickles it for every part; what compiles for the first must serve the others."""
    written = pickle.dumps(hn.Grading(PROBLEM, COLUMNS, rounding=4))
    assert pickle.loads(written) is pickle.loads(bytes(bytearray(written)))
    other = pickle.dumps(hn.Grading(PROBLEM, COLUMNS, rounding=3))
    assert pickle.loads(other) is not pickle.loads(written)


def test_the_criteria_are_those_of_grade(tmp_path):
    found = [("Ada", "0.38", "0.5933", ""), ("Bob", "0.37", "0.59", "")]
    options = {"rounding": 4, "marks": hn.Marks(wrong=0.25), "without": ["digits-swapped"]}
    assert by_parts(tmp_path, found, 1, **options) == by_grade(tmp_path, found, **options)
    plain = by_grade(tmp_path, found, "again.csv")
    assert by_parts(tmp_path, found, 1, **options) != plain


def test_numbers_need_not_be_text(tmp_path):
    """What a table of numbers holds counts as the text that a person would have typed."""
    grading = hn.Grading(PROBLEM, COLUMNS)
    typed = [
        {"person": "Ada", "z1[1]": "0.3775", "a1[1]": "0.5933", "note": "1"},
        {"person": "Bob", "z1[1]": ""},
    ]
    held = [
        {"person": "Ada", "z1[1]": 0.3775, "a1[1]": Decimal("0.5933"), "note": 1},
        {"person": "Bob", "z1[1]": float("nan"), "a1[1]": None},
    ]
    assert grading(held) == grading(typed)


def test_a_report_that_cannot_be_made_whole_is_not_there(tmp_path):
    grading = hn.Grading(PROBLEM, COLUMNS)

    def parts():
        yield grading([{"person": "Ada", "z1[1]": "0.3775"}])
        raise OSError("the cluster is gone")

    with pytest.raises(OSError, match="the cluster is gone"):
        grading.report(tmp_path / "report.csv", parts())
    assert not (tmp_path / "report.csv").exists()
    grading.report(tmp_path / "report.csv", [grading([{"person": "Bob", "z1[1]": "0.3775"}])])
    assert [path.name for path in tmp_path.iterdir()] == ["report.csv"]
    assert "Ada" not in (tmp_path / "report.csv").read_text()


@pytest.mark.parametrize(
    ("problem", "columns", "said"),
    [
        ("homework.toml", COLUMNS, "hn.read reads one"),
        (PROBLEM, "person", r"write \['person'\]"),
        (PROBLEM, ["person", "colour"], "no column is a quantity"),
    ],
)
def test_what_cannot_be_graded_says_so(problem, columns, said):
    with pytest.raises(hn.HandnetError, match=said) as caught:
        hn.Grading(problem, columns)
    assert "\n" not in str(caught.value)
