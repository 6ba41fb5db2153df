"""Laws of checking: nothing is lost, nothing breaks, and who is checked with whom does not matter."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from habits import Habits
from honest_student import Stuck, Student
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sheets import Sheet, drawn_sheet

import handnet as hn
from handnet import Problem
from handnet.check.criteria import Criteria
from handnet.check.many import marked
from handnet.check.report import Report
from handnet.check.verdict import STATUSES
from handnet.notation import STANDARD, notation
from handnet.rounding import Rounding
from handnet.setting import Setting

SHEETS = 4
GENERATED = (Phase.explicit, Phase.generate)  # a seed does not get simpler by shrinking
TYPED = (
    "",
    " ",
    "0",
    "-0.0",
    "1e400",
    "nan",
    "½",
    "1/0",
    "0,3775",
    "a1[1]*(1-a1[1])",
    "z1[1]",
    "exp(1000)",
    "?",
)
numbers = st.integers(0, SHEETS - 1)
seeds = st.integers(0, 10_000)


@cache
def sheet(number: int) -> tuple[Sheet, Problem]:
    drawn = drawn_sheet(Random(f"laws {number}"))
    return drawn, drawn.problem()


def answers(number: int, chance: Random) -> dict[str, str]:
    """What a person hands in who works honestly, but for a few slips in writing, gaps and formulas."""
    drawn, _ = sheet(number)
    try:
        found = Student(
            drawn, Habits.drawn(chance, chance.choice((2, 3, 4, 6)), chance.random() < 0.5)
        ).answers(chance)
    except Stuck:
        return {}
    for address in chance.sample(list(found), min(len(found), chance.randint(0, 4))):
        found[address] = spoiled(found[address], chance)
    return found


def spoiled(text: str, chance: Random) -> str:
    """Another number, the other sign, a digit dropped, or something else that is typed."""
    other = f"{chance.choice((-1, 1)) * chance.uniform(0.01, 2):.{chance.randint(1, 5)}f}"
    turned = text[1:] if text.startswith("-") else f"-{text}"
    return chance.choice((other, turned, text[:-1], "0." + text, *TYPED))


def verdicts(report: Report) -> dict[str, tuple[object, ...]]:
    return {
        str(each.quantity): (each.status, each.reason, each.points, tuple(m.code for m in each.mistakes))
        for each in report
    }


# --- nothing is lost --------------------------------------------------------------------------------


@given(
    st.dictionaries(st.text(max_size=12), st.one_of(st.text(max_size=20), st.floats(), st.none()), max_size=5)
)
@settings(max_examples=100)
def test_any_text_gets_a_verdict(typed: dict[str, object]) -> None:
    report = sheet(0)[1].check(typed)
    assert [each.address for each in report if each.address not in typed] == []
    assert len(report) == len(typed)
    assert {each.status for each in report} <= set(STATUSES)


@given(
    st.dictionaries(
        st.sampled_from(list(sheet(1)[1].solve().values)),
        st.one_of(st.sampled_from(TYPED), st.text(max_size=12), st.floats()),
        max_size=6,
    )
)
@settings(max_examples=40)
def test_anything_may_stand_at_an_address(typed: dict[hn.quantity.Quantity, object]) -> None:
    report = sheet(1)[1].check({str(each): given for each, given in typed.items()})
    assert sorted(each.address for each in report) == sorted(map(str, typed))
    for verdict in report:
        assert verdict.status in STATUSES
        assert 0 <= verdict.points <= verdict.out_of
    for form in (
        report.to_text(),
        report.to_markdown(),
        report.to_latex(),
        report.to_html(),
        report.to_json(),
    ):
        assert form


# --- with whom, in which order, in which letters ----------------------------------------------------


@given(
    numbers,
    seeds,
    st.sampled_from((Rounding(), Rounding(decimals=3), Rounding(significant=4), Rounding(full=True))),
)
@settings(max_examples=4, phases=GENERATED)
def test_many_are_told_what_each_is_told_alone(number: int, seed: int, rounding: Rounding) -> None:
    problem, chance = sheet(number)[1], Random(seed)
    people = [answers(number, chance) for _ in range(chance.randint(1, 4))]
    addresses = list(dict.fromkeys(address for each in people for address in each))
    asked = [problem.forward_pass().find(address) for address in addresses]
    rows = [[each.get(address, "") for address in addresses] for each in people]
    criteria = Criteria(rounding=rounding)
    together = marked(problem, asked, rows, criteria)
    for row, told in zip(rows, together, strict=True):
        alone = problem.check(dict(zip(addresses, row, strict=True)), rounding=rounding)
        by_address = {each.address: each for each in alone}
        first = alone.first_wrong
        assert told.convention == alone.convention
        assert told.first_wrong == (first and first.quantity)
        assert told.points == pytest.approx(alone.points)
        for address, status, codes in zip(addresses, told.statuses, told.codes, strict=True):
            verdict = by_address[address]
            assert (address, status) == (address, verdict.status)
            if status == "wrong":
                assert (address, codes) == (address, " or ".join(each.code for each in verdict.mistakes))
    assert marked(problem, asked, rows[::-1], criteria) == together[::-1]


@given(numbers, seeds)
@settings(max_examples=5, phases=GENERATED)
def test_the_order_of_answers_does_not_matter(number: int, seed: int) -> None:
    chance = Random(seed)
    typed = answers(number, chance)
    shuffled = chance.sample(list(typed.items()), len(typed))
    problem = sheet(number)[1]
    assert verdicts(problem.check(typed)) == verdicts(problem.check(dict(shuffled)))


@given(numbers, seeds, st.sampled_from(("mazur", "nielsen", "crash_course")))
@settings(max_examples=4, phases=GENERATED)
def test_letters_and_addresses_get_the_same_verdicts(number: int, seed: int, name: str) -> None:
    problem = sheet(number)[1]
    spelling = Setting(problem.forward_pass(), notation=notation(name)).spelling
    typed = {address: text for address, text in answers(number, Random(seed)).items() if "[" not in text}
    find = Setting(problem.forward_pass(), notation=STANDARD).find
    lettered = {spelling.text(find(address)): text for address, text in typed.items()}
    assert verdicts(problem.check(lettered, notation=name)) == verdicts(problem.check(typed))
