"""The benchmarks: every row's work is done, its peers come to the same numbers, and what is printed is that.

No time is asserted. A peer that is not installed is skipped; the slider of row 10 has tests of its own, in a
browser.
"""

from __future__ import annotations

import re

import pytest
from benchmarks import fresh, symbols, table, timing, typed, values
from benchmarks.rows import Candidate, Measured, Peer, Row

ROWS = [*symbols.ROWS, *values.ROWS, *typed.ROWS, *fresh.ROWS]
TAKES_SECONDS = {("all gradients as named steps, 4-4-4-4", "sympy.diff of the nested loss")}
CASES = [
    pytest.param(row, peer, id=f"{row.what}; {peer.name}")
    for row in ROWS
    for peer in row.peers
    if (row.what, peer.name) not in TAKES_SECONDS
]


@pytest.mark.parametrize(("row", "peer"), CASES)
@pytest.mark.filterwarnings("default")  # a peer may warn of what it likes
def test_a_peer_comes_to_our_numbers(row, peer):
    try:
        theirs = peer.make()
    except ImportError as error:
        pytest.skip(f"not installed: {error.name}")
    ours = row.ours()
    wanted, found = ours.numbers(ours.run()), theirs.numbers(theirs.run())
    assert len(wanted) > 0
    assert not row.disagreement(wanted, found)
    for place in {0, len(wanted) // 2, len(wanted) - 1}:
        wrong = [*found[:place], found[place] + 0.01, *found[place + 1 :]]
        assert row.disagreement(wanted, wrong).startswith(f"number {place + 1} is ")
    assert row.disagreement(wanted, found[1:])


def test_the_small_row_has_every_gradient_at_a_point():
    """Twelve numbers, of which the last is the slope by the last output's bias: (a - y) a (1 - a)."""
    made = symbols.derive(symbols.SMALL, "chain")
    gradients = made.numbers(made.run())
    solution = made.run().solve({str(each): number for each, number in _point().items()})
    a, y = solution["a2[2]"], solution["y[2]"]
    assert len(gradients) == 12
    assert gradients[-1] == pytest.approx((a - y) * a * (1 - a), rel=1e-12)


def _point():
    return symbols.point(symbols.ForwardPass(symbols.hn.Network(symbols.SMALL)))


def counted(result: float = 1.0) -> tuple[list[str], Candidate]:
    """A candidate that writes down when it is run, and what it wrote."""
    calls: list[str] = []

    def run() -> float:
        calls.append("run")
        return result

    return calls, Candidate(run, lambda found: [found], lambda: calls.append("before"))


def row_against(*peers: Peer) -> Row:
    return Row(3, "something", lambda: counted()[1], peers)


def no_module() -> Candidate:
    raise ModuleNotFoundError("no", name="absent")


def test_rounds_are_taken_and_the_cache_is_cleared_before_each_run(monkeypatch):
    monkeypatch.setattr(timing, "LEAST", 0.0)
    calls, made = counted()
    (measured,) = timing.measured(row_against(Peer("peer", 5, lambda: made)), 4, 60)
    assert len(measured.ours) == len(measured.theirs) == len(measured.ratios) == 4
    assert calls[0] == "run"  # its numbers come first
    assert calls[1:] == ["before", "run"] * (len(calls) // 2)


def test_a_slow_peer_takes_part_once(monkeypatch):
    monkeypatch.setattr(timing, "LEAST", 0.0)
    (measured,) = timing.measured(row_against(Peer("peer", 5, lambda: counted()[1])), 9, 0)
    assert len(measured.ratios) == 1


def test_a_wrong_peer_is_not_timed():
    wrong = row_against(Peer("peer", 5, lambda: counted(2.0)[1]))
    with pytest.raises(AssertionError, match=r"something, peer: number 1 is 2\.0, not 1\.0"):
        timing.measured(wrong, 1, 60)


def test_a_missing_peer_is_a_line_that_says_so():
    (measured,) = timing.measured(row_against(Peer("peer", 5, no_module)), 2, 60)
    assert table.said(measured).measured == "not installed (absent)"
    assert table.short([measured]).count("\n") == 2  # its head alone


def test_the_table_says_median_and_quartiles():
    each = Measured(
        4,
        "something",
        Peer("peer", 120, no_module, "It is so."),
        [1e-3, 2e-3, 1e-3, 1e-3, 1e-3],
        [0.1, 0.6, 0.4, 0.2, 0.5],
    )
    said = table.said(each)
    assert (said.at_least, said.measured, said.half) == ("120×", "300×", "200× to 400×")
    assert (said.ours, said.theirs, said.rounds) == ("1 ms", "400 ms", "5")
    assert "Below" not in table.page([each])
    slow = each._replace(peer=each.peer._replace(at_least=301))
    assert table.page([slow]).endswith("- something, against peer: 300× instead of 301×. It is so.\n")
    assert table.times(12345.6) == "12,300×"
    assert [table.lasting(each) for each in (2.5, 3e-6, 4.5e-8)] == ["2.5 s", "3 µs", "45 ns"]


def cells(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|\n ").split(" | ")]
        for line in re.findall(r"^\| .*$", text, re.M)
    ]


def test_the_readme_says_what_the_page_says():
    """The figures of the README are those of RESULTS.md, row by row, none left out."""
    page = cells(table.PAGE.read_text(encoding="utf-8"))
    begin, end = table.BEGIN.strip(), table.END.strip()
    readme = table.README.read_text(encoding="utf-8").partition(begin)[2].partition(end)[0]
    measured = [line for line in page if line[-1] != "0"]
    assert len(measured) > 10
    assert cells(readme) == [[line[column] for column in table.SHORT] for line in measured]
