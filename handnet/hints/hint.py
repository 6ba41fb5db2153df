"""Hints for someone who is stuck: one rung a call, from what comes next to its value.

    1  what to work out next        4  the rule in symbols
    2  why it is needed             5  with numbers put in
    3  the rule, and its reason     6  the value

A hint is about one line: the first that the goal still needs, given what the person has; or, if one
of their values does not fit, the line of that value (`answers`), with a question if a known mistake gives
exactly that number. Numbers put in are the person's own.

`problem.hint(goal, given=...)` climbs by itself: each further call with the same goal, style,
notation and values is one rung higher (`climbed`, which stays with the problem object and with
nothing that is copied or saved from it). `rung=3` asks for one rung, whatever was asked before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from ..errors import HandnetError
from ..names import PARAMETERS
from ..notation import Notation
from ..quantity import Derivative, Quantity, Variable
from ..render.formulas import arrows, distinct, equation, formula, number, symbol, with_numbers
from ..render.page import Block, Facts, Formula, Heading, Line, Lines, Paragraph, Words
from ..setting import Setting
from ..shown import Shown
from ..solution import Solution
from ..step import Step
from ..terms import Number, quantities
from .answers import Answers

if TYPE_CHECKING:
    from ..problem import Problem
    from ..study import Study

RUNGS = (
    "what comes next",
    "why it is needed",
    "the rule",
    "the rule in symbols",
    "with numbers put in",
    "the value",
)
Climbed = dict[Any, int]
"""The rung last shown, by goal, style, notation and given values."""
LONGEST_ROUTE = 7


@dataclass(frozen=True, repr=False)
class Hint(Shown):
    """The rungs climbed so far for one line.

    kind     "next" for a line that is still needed, "again" for a value that does not fit,
             "done" if the goal is there and fits, "given" if the problem itself gives it
    about    the quantity that the hint is about
    rung     1 to 6; 0 where there is nothing to work out
    """

    goal: Quantity
    kind: str
    about: Quantity
    rung: int
    answers: Answers
    line: Solution  # with the line that the hint is about, and the person's numbers
    after: tuple[Step, ...] = ()  # the lines that lead on from it to the goal

    def __repr__(self) -> str:
        where = f"rung {self.rung} of {len(RUNGS)} for {self.about}" if self.rung else self.kind
        return f"<Hint on the way to {self.goal}: {where}>"

    def _page(self) -> list[Block]:
        return _Page(self).blocks()


def hint(
    problem: Study,
    goal: str,
    given: Mapping[str, Any] | None,
    style: str,
    notation: Notation,
    rung: int | None,
    climbed: Climbed,
) -> Hint:
    """The next rung for a goal; see the module.

    Raises HandnetError for an address or a number that cannot be read, and for a rung that is none.
    """
    if rung is not None and (type(rung) is not int or not 1 <= rung <= len(RUNGS)):
        raise HandnetError(f"hint: rung is {rung!r}; it is a whole number from 1 to {len(RUNGS)}")
    solution = problem.solve(goal, style=style, notation=notation)
    goals = solution.derivation.goals
    if len(goals) > 1:
        first = solution.derivation.setting.spelling.text(goals[0])
        raise HandnetError(f"hint: {goal} is a whole array; ask for one of its numbers, such as {first}")
    answers = Answers(cast("Problem", problem), solution, given)
    found = _about(goals[0], answers)
    if found.kind not in ("next", "again"):
        return found
    if rung is None:
        values = frozenset((each, value.text) for each, value in {**answers.own, **answers.misread}.items())
        key = (goals[0], style, notation, values)
        rung = climbed[key] = min(climbed.get(key, 0) + 1, len(RUNGS))
    return Hint(found.goal, found.kind, found.about, rung, answers, found.line, found.after)


def _about(goal: Quantity, answers: Answers) -> Hint:
    """The line that a hint is about, before any rung is climbed."""
    wrong = answers.first_wrong()
    solution, setting = answers.solution, answers.setting
    if goal in solution.given:
        return Hint(goal, "given", goal, 0, answers, solution)
    if wrong is not None:
        return Hint(goal, "again", wrong, 0, answers, answers.line_of(wrong), setting.derive((goal,)).steps)
    steps = setting.knowing(frozenset(answers.known)).derive((goal,)).steps
    if not steps:
        return Hint(goal, "done", goal, 0, answers, solution)
    return Hint(goal, "next", steps[0].quantity, 0, answers, answers.line_of(steps[0].quantity), steps)


class _Page:
    """Writes one hint as blocks."""

    def __init__(self, hint: Hint) -> None:
        self.hint, self.answers = hint, hint.answers
        self.setting: Setting = hint.answers.setting
        self.spelling = self.setting.spelling
        self.about = self.symbol(hint.about)

    def symbol(self, quantity: Quantity) -> Formula:
        return symbol(quantity, self.spelling)

    def is_value(self, quantity: Quantity, value: Number) -> Formula:
        """The quantity with its number, as in z1[1] = 0.3775."""
        return equation(quantity, value.text, self.spelling)

    def blocks(self) -> list[Block]:
        hint = self.hint
        blocks: list[Block] = [Heading(f"A hint for {self.spelling.text(hint.goal)}", 1), *self.misread()]
        if hint.kind == "given":
            value = self.is_value(hint.goal, hint.answers.solution.given[hint.goal])
            return [*blocks, Paragraph(("The problem gives ", value, ". There is nothing to work out."))]
        if hint.kind == "done":
            return [*blocks, *self.done()]
        if hint.kind == "again":
            blocks.append(Paragraph(self.does_not_fit()))
            blocks += [
                Paragraph(f"A question that may help: {each}") for each in self.answers.questions(hint.about)
            ]
        words = (self.what(), self.why(), self.rule())[: hint.rung]
        older = list(zip(("next", "why", "rule"), words, strict=False))[: hint.rung - 1]
        blocks += [Facts("So far", older)] if older else []
        blocks.append(Heading(f"Rung {hint.rung} of {len(RUNGS)}: {self.title()}"))
        blocks.append(Paragraph(words[-1]) if hint.rung <= len(words) else Lines([self.working()]))
        return [*blocks, Paragraph(self.further())]

    def title(self) -> str:
        if self.hint.kind == "again" and self.hint.rung == 1:
            return "where to look again"
        return RUNGS[self.hint.rung - 1]

    # --- what is said of the person's values -------------------------------------------------------

    def misread(self) -> list[Block]:
        """Numbers of the problem that the person has otherwise."""
        said: list[Block] = []
        for quantity, value in self.answers.misread.items():
            stated = self.is_value(quantity, self.answers.solution.given[quantity])
            said.append(Paragraph(("The problem gives ", stated, ", but you have ", number(value.text), ".")))
        return said

    def does_not_fit(self) -> Words:
        value = self.is_value(self.hint.about, self.answers.own[self.hint.about])
        words: tuple[str | Formula, ...] = (value, " does not fit. Look at that line again.")
        missing = [each for each in self.step().inputs if each not in self.hint.line.given]
        if not missing:
            return words
        listed: list[str | Formula] = []
        for each in missing[:3]:
            listed += [", ", self.symbol(each)]
        more = " and others" if len(missing) > 3 else ""
        said = (
            f"{more}: the slip may be there. Give what you have for them, and the first that is off is found."
        )
        return (*words, " It comes from ", *listed[1:], said)

    def done(self) -> list[Block]:
        hint, own = self.hint, self.answers.own
        value = own.get(hint.goal) or self.answers.known[hint.goal]
        others = " So does everything else you have." if len(own) > 1 else ""
        blocks: list[Block] = [
            Paragraph(("You have ", self.is_value(hint.goal, value), f", and it fits.{others}"))
        ]
        check = _checked_by(hint.goal, self.setting)
        if check is not None:
            call = f'problem.self_check("{self.spelling.text(check)}")'
            blocks.append(Paragraph(f"To be sure without any software: {call} says how."))
        return blocks

    # --- the rungs ---------------------------------------------------------------------------------

    def step(self) -> Step:
        return self.hint.line.derivation.by_quantity[self.hint.about]

    def what(self) -> Words:
        if self.hint.kind == "again":
            return ("Look again at ", self.about, ".")
        return ("Work out ", self.about, ".")

    def why(self) -> Words:
        """Which later line uses it, and how that leads to the goal."""
        goal = self.symbol(self.hint.goal)
        if self.hint.about == self.hint.goal:
            return (self.about, " is what was asked.")
        route = route_to(self.hint.goal, self.hint.about, self.hint.after)
        if not route:
            return (self.about, " is not on the way to ", goal, ", but it is among your values.")
        words: list[str | Formula] = [self.symbol(route[1]), " is worked out from it"]
        if len(route) == 2:
            return (*words, ", and that is what was asked.")
        shown = [self.symbol(each) for each in route]
        if len(shown) > LONGEST_ROUTE:
            shown = [*shown[:4], Formula("...", r"\cdots"), *shown[-2:]]
        return (*words, ", on the way ", *arrows(shown), ".")

    def rule(self) -> Words:
        title = self.step().rule.title
        return f"{title[:1].upper()}{title[1:]}. {self.step().because}"

    def working(self) -> Line:
        """The line as far as it is climbed: in symbols, with numbers, with its value."""
        step, written = self.step(), self.hint.line.written
        right = [formula(step.formula, self.spelling)]
        right += (
            [with_numbers(step.formula, written)] if self.hint.rung >= 5 and quantities(step.formula) else []
        )
        right += [number(written(step.quantity))] if self.hint.rung >= 6 else []
        return Line(self.about, distinct(right), step.rule.title)

    def further(self) -> Words:
        if self.hint.rung < len(RUNGS):
            return f"Ask again for rung {self.hint.rung + 1}."
        if self.hint.about == self.hint.goal and self.hint.kind == "next":
            return "That is what was asked."
        return ("When you have ", self.about, ", give it with the others: then comes the next line.")


def route_to(goal: Quantity, start: Quantity, steps: Sequence[Step]) -> list[Quantity]:
    """A shortest way from a quantity to the goal, each worked out from the one before; [] if there is none."""
    users: dict[Quantity, list[Quantity]] = {}
    for step in steps:
        for each in step.inputs:
            users.setdefault(each, []).append(step.quantity)
    came_from: dict[Quantity, Quantity] = {start: start}
    waiting = [start]
    for quantity in waiting:
        for user in users.get(quantity, ()):
            if user not in came_from:
                came_from[user] = quantity
                waiting.append(user)
    if goal not in came_from:
        return []
    route = [goal]
    while route[-1] != start:
        route.append(came_from[route[-1]])
    return route[::-1]


def _checked_by(goal: Quantity, setting: Setting) -> Quantity | None:
    """The derivative by which a goal can be checked with a nudge: itself, or that of an update."""
    total = setting.source.definitions().total
    if isinstance(goal, Derivative) or goal.name == "delta":
        return goal if goal.time == 0 else None
    if goal.name in PARAMETERS and goal.time == 1 and total is not None:
        return Derivative(total, Variable(*goal[:4]))
    return None
