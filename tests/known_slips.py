"""Measures how well known slips are recognised: each mistake made everywhere, four figures written.

    python tests/known_slips.py --problems 200

draws problems whose gradients lie between 0.01 and 1, makes every mistake of the catalogue in each
(`problem.solve(mistakes=[…])`), hands in the numbers on three kinds of sheet, and counts what the
checker says of the first wrong answer.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from multiprocessing import get_context
from random import Random

from sheets import Sheet, drawn_sheet

from handnet import MISTAKES, HandnetError, Problem
from handnet.check.criteria import Criteria
from handnet.check.many import Marked, marked
from handnet.mistakes import ARRAY_MISTAKES, mistake
from handnet.quantity import Derivative, Quantity
from handnet.rounding import Rounding
from handnet.solution import Solution

KINDS = ("all lines", "forward, gradients, new weights", "gradients")
FIGURES = 4
CODES = (*MISTAKES, *ARRAY_MISTAKES)
MOST_CHOICES = 8
OUTCOMES = ("named", "in a pair", "another", "nothing fits", "luck", "convention", "undecided", "passed")
"""What becomes of a slip: its own code is named (alone or among equals), it is one of a pair that is
named, something else is, nothing is because nothing fits or what fits would fit by luck, the sheet is
right in another convention, no answer is wrong but some are undecided, or all are right."""


@dataclass
class Tally:
    """How often each mistake had each outcome on each kind of sheet, and what was said instead."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # kind, code, outcome
    instead: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # kind, code, what was named

    def add(self, other: Tally) -> None:
        """Count those of another tally too."""
        self.counts += other.counts
        self.instead += other.instead

    def of(self, kind: str, code: str | None = None) -> Counter[str]:
        """The outcomes on one kind of sheet, of one mistake or all."""
        found: Counter[str] = Counter()
        for (a_kind, a_code, outcome), number in self.counts.items():
            if a_kind == kind and code in (None, a_code):
                found[outcome] += number
        return found


def recognised(outcomes: Mapping[str, int]) -> float:
    """The share that is named, or right in another convention, of those that are not undecided."""
    decided = sum(outcomes.values()) - outcomes["undecided"]
    return (outcomes["named"] + outcomes["convention"]) / decided if decided else 1.0


# --- problems ---------------------------------------------------------------------------------------


def drawn_problem(chance: Random) -> tuple[Sheet, Problem]:
    """A problem whose gradients all lie between 0.01 and 1; some with a penalty, momentum, averages."""
    while True:
        sheet = drawn_sheet(chance)
        options: dict[str, object] = {}
        if chance.random() < 0.15:
            options["l2"] = chance.choice(("0.1", "0.01"))
        if chance.random() < 0.15:
            options["momentum"] = chance.choice(("0.9", "0.5"))
        if chance.random() < 0.1:
            options["average"] = "outputs"
        problem = sheet.problem(**options)
        try:
            solution = problem.solve()
        except HandnetError:
            continue
        gradients = [abs(value) for each, value in solution.values.items() if is_gradient(each)]
        if all(0.01 <= each <= 1 for each in gradients):
            return sheet, problem


def is_gradient(quantity: Quantity) -> bool:
    """Whether it is dJ by a weight, bias or threshold."""
    return isinstance(quantity, Derivative) and quantity.by.name in ("w", "b", "theta")


def goals_of(problem: Problem) -> list[str]:
    """What is worked out: everything of a step, with momentum of the next one too."""
    goals = [str(each) for each in problem.solve().derivation.goals]
    if problem.network.momentum is not None:
        goals += [goal.replace("+", "@2") for goal in goals if goal.endswith("+")]
    return goals


def asked_on(kind: str, solution: Solution) -> list[Quantity]:
    """What a kind of sheet asks, in working order."""
    lines = [step.quantity for step in solution.derivation.steps]
    if kind == "all lines":
        return lines
    if kind == "gradients":
        return [each for each in lines if is_gradient(each) and each.time == 0]
    return [each for each in lines if not isinstance(each, Derivative) or is_gradient(each)]


def written(value: float, figures: int = FIGURES) -> str:
    """A number to its significant figures, with their zeros at the end."""
    number = Decimal(value)
    if number == 0 or not number.is_finite():
        return "0" if number == 0 else ""
    return f"{number.quantize(Decimal(1).scaleb(number.adjusted() - figures + 1)):f}"


def slips_of(problem: Problem, goals: list[str], chance: Random) -> Iterator[tuple[str, Solution]]:
    """Each mistake that can be made and changes a number, in a way of making it taken at random."""
    right = problem.solve(*goals).values
    for code in CODES:
        ways = []
        for choice in range(MOST_CHOICES):
            try:
                wrong = problem.solve(*goals, mistakes=[mistake(code).at(choice=choice)])
            except (HandnetError, RecursionError):
                break
            if all(written(wrong.values.get(each, value)) == written(value) for each, value in right.items()):
                break
            ways.append(wrong)
        if ways:
            yield code, chance.choice(ways)


# --- what is said -----------------------------------------------------------------------------------


def measured(number: int, kinds: tuple[str, ...] = KINDS) -> Tally:
    """Every slip in one problem, handed in and judged."""
    chance = Random(number)
    _, problem = drawn_problem(chance)
    goals = goals_of(problem)
    right = problem.solve(*goals)
    slips = list(slips_of(problem, goals, chance))
    tally = Tally()
    for kind in kinds:
        asked = asked_on(kind, right)
        rows = [[written(wrong.value(each)) for each in asked] for _, wrong in slips]
        plain = [written(right.value(each)) for each in asked]
        changed = [(code, row) for (code, _), row in zip(slips, rows, strict=True) if row != plain]
        for (code, row), told in zip(
            changed, marked(problem, asked, [row for _, row in changed]), strict=True
        ):
            outcome, said = outcome_of(code, told, asked, row, problem)
            tally.counts[kind, code, outcome] += 1
            if said:
                tally.instead[kind, code, said] += 1
    return tally


def outcome_of(
    code: str, told: Marked, asked: list[Quantity], row: list[str], problem: Problem
) -> tuple[str, str]:
    """What became of a slip, and what was said instead of its name."""
    if told.convention:
        return "convention", ""
    if told.first_wrong is None:
        return ("undecided" if "undecided" in told.statuses else "passed"), ""
    codes = told.codes[asked.index(told.first_wrong)]
    if code in codes.split(" or "):
        return "named", ""
    if not codes:
        report = problem.check({str(q): text for q, text in zip(asked, row, strict=True)})
        return ("luck" if report[told.first_wrong].too_few else "nothing fits"), ""
    pairs = [each for each in codes.split(" or ") if code in each.split(" + ")]
    return ("in a pair" if pairs else "another"), codes


def accepted(number: int, most: int = 400) -> Counter[str]:
    """Values of mistakes put one at a time on a right sheet: how many are out of reach, and accepted there.

    "within reach" is what correct work can lead to: such a value alone on a sheet is not called wrong.
    """
    chance = Random(number)
    _, problem = drawn_problem(chance)
    goals = goals_of(problem)
    right = problem.solve(*goals)
    asked = asked_on(KINDS[0], right)
    plain = [written(right.value(each)) for each in asked]
    values = {
        (place, written(wrong.value(each)))
        for _, wrong in slips_of(problem, goals, chance)
        for place, each in enumerate(asked)
    }
    some = [(place, text) for place, text in sorted(values) if text not in ("", plain[place])]
    some = chance.sample(some, min(most, len(some)))
    criteria = Criteria(rounding=Rounding(significant=FIGURES), pairs=False)
    blank = [""] * len(asked)
    alone = [[*blank[:place], text, *blank[place + 1 :]] for place, text in some]
    among = [[*plain[:place], text, *plain[place + 1 :]] for place, text in some]
    counts: Counter[str] = Counter()
    told = zip(
        some, marked(problem, asked, alone, criteria), marked(problem, asked, among, criteria), strict=True
    )
    for (place, _), one, other in told:
        if one.statuses[place] != "wrong":
            counts["within reach"] += 1
        else:
            counts["accepted" if other.statuses[place] == "right" else "not accepted"] += 1
    return counts


# --- tables -----------------------------------------------------------------------------------------


def table(tally: Tally) -> str:
    """The outcomes by kind of sheet, and by mistake those that are not always recognised."""
    lines = [f"{'':44}{'recognised':>11}" + "".join(f"{each:>13}" for each in OUTCOMES)]
    for kind in KINDS:
        lines.append(_row(kind, tally.of(kind)))
        for code in CODES:
            outcomes = tally.of(kind, code)
            if outcomes and recognised(outcomes) < 0.95:
                lines.append(_row(f"  {code}", outcomes))
                said = [(n, what) for (k, c, what), n in tally.instead.items() if (k, c) == (kind, code)]
                lines += [f"      {n} times: {what}" for n, what in sorted(said, reverse=True)[:3]]
    return "\n".join(lines)


def _row(name: str, outcomes: Counter[str]) -> str:
    shares = f"{100 * recognised(outcomes):9.1f} %"
    return f"{name:44}{shares}" + "".join(f"{outcomes[each]:13}" for each in OUTCOMES)


def main() -> None:
    """Measure many problems and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--problems", type=int, default=50)
    parser.add_argument("--first", type=int, default=0, help="number of the first problem")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    numbers = range(given.first, given.first + given.problems)
    tally, counts = Tally(), Counter()
    with get_context("spawn").Pool(given.processes) as pool:
        both = zip(pool.imap(measured, numbers), pool.imap(accepted, numbers), strict=True)
        for done, (outcomes, values) in enumerate(both, 1):
            tally.add(outcomes)
            counts += values
            print(f"\r{done} of {len(numbers)} problems", end="", file=sys.stderr)
    print(file=sys.stderr)
    print(table(tally))
    print("values of mistakes one at a time on a right sheet:", dict(counts))


if __name__ == "__main__":
    main()
