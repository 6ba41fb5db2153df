"""Sheets small enough to be worked by hand, checked alone and in a class: what the tests of checking share.

told(problem, people)      each person's report; a class at once must be told the same
statuses(problem, people)  the statuses alone
WITHOUT                    criteria that look for no mistake: what is not right is wrong
alone, together            the `Judge` of one person, and of a class, before it judges
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

import handnet as hn
from handnet.answer import read_answer
from handnet.check.criteria import Criteria
from handnet.check.judge import Judge
from handnet.check.many import _Group, marked
from handnet.check.one import _Check, asked_of, check
from handnet.check.read import handed_in
from handnet.check.report import Report
from handnet.explain.slips import SLIPS
from handnet.mistakes import ARRAY_MISTAKES, MISTAKES
from handnet.notation import STANDARD
from handnet.setting import Setting

EVERY = (*MISTAKES, *ARRAY_MISTAKES, *SLIPS)
WITHOUT = {"without": EVERY}
People = Sequence[Mapping[str, str]]


def only(*codes: str) -> dict[str, Any]:
    """Criteria that look for these mistakes and no others."""
    return {"without": tuple(code for code in EVERY if code not in codes)}


def product_line(**more: Any) -> hn.Problem:
    """Two weights in a row and nothing else: z1 = 0.83*0.37 = 0.3071, z2 = 0.59*z1 = 0.181189."""
    network = hn.Network([1, 1, 1], activation="identity", bias="none", loss="half_squared_error")
    return hn.Problem(
        network, x=["0.37"], y=["1"], weights=[[["0.83"]], [["0.59"]]], learning_rate="0.5", **more
    )


def told(problem: hn.Problem, people: People, **by: Any) -> list[Report]:
    """Each person's report, after a look at whether all of them together are told the same."""
    criteria = Criteria(**({"pairs": False} | by))
    addresses = list(dict.fromkeys(address for person in people for address in person))
    quantities = [problem.forward_pass().find(address) for address in addresses]
    rows = [[person.get(address, "") for address in addresses] for person in people]
    reports = [check(problem, dict(zip(addresses, row, strict=True)), criteria) for row in rows]
    for report, mark in zip(reports, marked(problem, quantities, rows, criteria), strict=True):
        verdicts = [report[quantity] for quantity in quantities]
        assert mark.statuses == tuple(each.status for each in verdicts)
        assert mark.codes == tuple(
            " or ".join(made.code for made in each.mistakes) if each.status == "wrong" else ""
            for each in verdicts
        )
        assert mark.first_wrong == (report.first_wrong and report.first_wrong.quantity)
        assert mark.points == pytest.approx(sum(each.points for each in verdicts))
        assert mark.out_of == pytest.approx(sum(each.out_of for each in verdicts))
        assert mark.convention == report.convention
        assert all(each.because for each in report if each.status != "unreadable")
    return reports


def statuses(problem: hn.Problem, people: People, **by: Any) -> list[list[str]]:
    """The statuses of what each person wrote, in their order."""
    reports = told(problem, people, **by)
    return [
        [report[address].status for address in person] for person, report in zip(people, reports, strict=True)
    ]


def alone(problem: hn.Problem, answers: Mapping[str, str], **by: Any) -> Judge:
    """The judge of one person, before it has judged."""
    handed = handed_in(problem, Setting(problem.forward_pass()), answers)
    return _Check(problem, handed, asked_of(problem), Criteria(**by), STANDARD).judge


def together(
    problem: hn.Problem, people: People, numbers: list[Mapping[Any, Any]] | None = None, **by: Any
) -> Judge:
    """The judge of a class, before it has judged; `numbers` are each person's own given numbers."""
    addresses = list(dict.fromkeys(address for person in people for address in person))
    asked = tuple(problem.forward_pass().find(address) for address in addresses)
    rows = [[read_answer(person.get(address, "")) for address in addresses] for person in people]
    group = _Group(problem, asked, rows, Criteria(**by), numbers)
    return group._judge(group.np.arange(len(rows)), None)
