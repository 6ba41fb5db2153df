"""Files of answers made at random: a row in gives a row out, and nothing breaks."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from graded import graded
from hypothesis import given, settings
from hypothesis import strategies as st

import handnet as hn

pieces = st.sampled_from(
    [
        "Ada",
        "Bob",
        "0.3775",
        "0,5",
        "1e999",
        "abc",
        ",",
        ",",
        ";",
        "\t",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\0",
        "é",
        "=1+1",
        " ",
    ]
)


@given(st.lists(pieces, min_size=1, max_size=40), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
@settings(max_examples=60)
def test_every_row_in_gives_a_row_out(body, encoding):
    text = "".join(body)
    lines = re.split("\r\n|\r|\n", "person,z1[1]\n" + text)
    wanted = [number for number, line in enumerate(lines, 1) if line.replace(",", " ").strip()][1:]
    with tempfile.TemporaryDirectory() as folder:
        if not wanted:
            return
        _, rows = graded(Path(folder), "person,z1[1]\n" + text, encoding=encoding)
        assert [int(row["row"]) for row in rows] == wanted
        assert all(row["z1[1]"] for row in rows)


@given(st.lists(st.one_of(pieces, st.just('"')), min_size=1, max_size=40))
@settings(max_examples=60)
def test_no_quotation_mark_swallows_a_row_that_is_well_written(body):
    lines = re.split("\r\n|\r|\n", "person,z1[1]\n" + "".join(body) + "\nEnd,0.3775")
    well = {
        number for number, line in enumerate(lines, 1) if re.fullmatch('[^",]*[^", ][^",]*,[^",]*', line)
    } - {1}
    with tempfile.TemporaryDirectory() as folder:
        _, rows = graded(Path(folder), "\n".join(lines))
        assert well <= {int(row["row"]) for row in rows}


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(b"person,z1[1]\n".__add__)))
@settings(max_examples=100)
def test_any_bytes_give_rows_or_one_line(content):
    with tempfile.TemporaryDirectory() as folder:
        try:
            summary, rows = graded(Path(folder), content)
        except hn.HandnetError as error:
            summary, rows = None, str(error).splitlines()
        assert len(rows) == (1 if summary is None else summary.tally.rows) > 0
