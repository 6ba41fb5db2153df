"""What the tests of grading share: a problem, files of answers, and reports read back."""

from __future__ import annotations

import csv
import io

import handnet as hn


def asking(*asked):
    """The problem, with this asked."""
    return hn.Problem(
        hn.Network([2, 2, 1]),
        x=["0.05", "0.10"],
        y=["0.01"],
        weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
        biases=[["0.35", "0.35"], ["0.60"]],
        learning_rate="0.5",
        ask=asked,
    )


PROBLEM = asking("z1[1]", "a1[1]")
# By hand: 0.15*0.05 + 0.20*0.10 + 0.35 = 0.3775, and 1/(1 + e^-0.3775) = 0.5933 (Mazur 2015: 0.593269992).


def write(path, content, encoding="utf-8"):
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def rows_of(path, delimiter=","):
    """The rows of a report as dictionaries."""
    text = path.read_text(encoding="utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    assert len(found) == len(text.splitlines()) - 1, "a row of the report is one line"
    return found


def graded(tmp_path, content, problem=PROBLEM, name="answers.csv", encoding="utf-8", **options):
    """The summary and the rows of the report for a file with this content."""
    answers = write(tmp_path / name, content, encoding)
    summary = hn.grade(problem, answers, tmp_path / "report.csv", **options)
    return summary, rows_of(tmp_path / "report.csv", options.pop("delimiter", ","))
