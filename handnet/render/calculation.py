"""Derivations and solutions as pages: what is worked out, then the lines, grouped, with their rules.

    2-2-1 network, sigmoid, a bias for each unit
    J = 1/2 (a2[1] - y[1])^2
    Forward pass      lines, sample by sample
    Backward pass     lines
    Update            lines

Lines after the first of many are folded or, in a notebook's own display of a very long
derivation, left out with their number said; nothing is ever cut off silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING

from ..digits import Digits
from ..errors import counted
from ..notation.spelling import Spelling
from ..quantity import Derivative, Quantity, Variable
from ..rules import Part, Rule
from ..terms import Apply, Term, parts_of
from .formulas import distinct, equation, formula, number, symbol, with_numbers
from .latex import formula_latex, own_letters
from .page import Block, Facts, Folded, Formula, Heading, Items, Line, Lines, Paragraph, Stack
from .statement import heading

if TYPE_CHECKING:
    from ..solution import Solution
    from ..step import Derivation, Step

SHOWN_AT_ONCE = 16
"""Lines of one part or sample that are not folded."""
MOST_SHOWN = 300
"""Lines that a notebook's own display of a derivation holds; all are in `to_markdown()`."""


def step_markdown(step: Step) -> str:
    """One line of a derivation with its rule and the reason, in the standard letters."""
    latex = rf"{own_letters(step.quantity)} = {formula_latex(step.formula)}"
    return f"$${latex}$$\n\n*{step.rule.title}:* {step.rule.because}"


def derivation_page(derivation: Derivation, most: int | None = None) -> list[Block]:
    """A derivation as blocks; of more than `most` lines the first of each group."""
    spelling = derivation.setting.spelling
    given = [symbol(goal, spelling) for goal in _given_goals(derivation)]
    return _page(derivation, given, lambda step: symbolic_line(step, spelling), most)


def solution_page(solution: Solution, digits: Digits, most: int | None = None) -> list[Block]:
    """A solution as blocks: each line symbol, formula, numbers put in, value."""
    derivation = solution.derivation
    spelling = derivation.setting.spelling
    given = [equation(goal, solution.written(goal, digits), spelling) for goal in _given_goals(derivation)]
    return _page(derivation, given, lambda step: numeric_line(step, solution, digits), most)


def one_line_page(step: Step, source: Derivation | Solution) -> list[Block]:
    """One line by itself, with its reason."""
    numbers = getattr(source, "digits", None)
    if numbers is None:
        line = symbolic_line(step, source.setting.spelling)  # type: ignore[union-attr]
    else:
        line = numeric_line(step, source, numbers)  # type: ignore[arg-type]
    return [Lines([line]), *_reasons([step.rule])]


def symbolic_line(step: Step, spelling: Spelling) -> Line:
    """A line in symbols."""
    return Line(symbol(step.quantity, spelling), (formula(step.formula, spelling),), step.rule.title)


def numeric_line(step: Step, solution: Solution, digits: Digits) -> Line:
    """A line with its numbers put in, and its value."""
    spelling = solution.derivation.setting.spelling

    def written(quantity: Quantity) -> str:
        return solution.written(quantity, digits)

    value = number(written(step.quantity))
    note = _note(step, solution.value(step.quantity))
    columns = [formula(step.formula, spelling), with_numbers(step.formula, written)]
    right = (*distinct(columns), value) if note else distinct([*columns, value])
    return Line(symbol(step.quantity, spelling), right, step.rule.title, note)


def _given_goals(derivation: Derivation) -> list[Quantity]:
    """Goals that are given, so that no line works them out."""
    return [goal for goal in derivation.goals if goal not in derivation.by_quantity]


def _page(
    derivation: Derivation, given: Sequence[Formula], line: Callable[[Step], Line], most: int | None
) -> list[Block]:
    blocks: list[Block] = [Stack(heading(derivation))]
    if given:
        blocks.append(Items([(each, "  (given)") for each in given]))
    return [*blocks, *_groups(derivation, line, most)]


def _note(step: Step, value: float) -> str:
    """What a value that is no finite number means."""
    if isfinite(value):
        return ""
    if _has_logarithm(step.formula):
        return "an output is 0 or 1 to all digits of a float"
    return "outside the range of floats"


def _has_logarithm(term: Term) -> bool:
    """Whether a cross-entropy or its slope stands in the formula."""
    own = isinstance(term, Apply) and term.function in ("ln", "weighted_ln", "weighted_inverse")
    return own or any(map(_has_logarithm, parts_of(term)))


# --- the lines, grouped -----------------------------------------------------------------------------------


def _groups(derivation: Derivation, line: Callable[[Step], Line], most: int | None) -> Iterator[Block]:
    """Lines under the headings of their parts; a part that comes again has its heading again."""
    steps = derivation.steps
    several = any(time for time, part in map(_heading, steps) if part is Part.UPDATE)
    shown = None if most is None or len(steps) <= most else SHOWN_AT_ONCE
    explained: set[Rule] = set()
    left, room = len(steps), len(steps) if most is None else most
    for (time, part), members in groupby(steps, key=_heading):
        if room <= 0:
            break
        after = f", after update {time}" if time else ""
        if part is Part.UPDATE:
            after = f" {time + 1}" if several else ""
        yield Heading(f"{part.value}{after}")
        for place, (sample, group) in enumerate(groupby(members, key=_sample)):
            some, title = list(group), _sample_title(sample, derivation)
            if room <= 0:
                break
            left, room = left - len(some), room - len(some[:shown])
            blocks = [Heading(title, 3)] * bool(title) + _lines(
                [line(step) for step in some[:shown]], len(some)
            )
            if title and place > 0 and len(steps) > 2 * SHOWN_AT_ONCE:
                yield Folded(f"{title}: {counted(len(some), 'line')}", blocks)
                continue
            yield from blocks
            yield from _reasons(dict.fromkeys(step.rule for step in some if step.rule not in explained))
            explained.update(step.rule for step in some)
    if left:
        yield _left_out(left)


def _lines(lines: Sequence[Line], count: int) -> list[Block]:
    """Some of `count` lines, and how many are left out."""
    left_out = count - len(lines)
    return [Lines(lines, SHOWN_AT_ONCE), *([_left_out(left_out)] if left_out else [])]


def _left_out(count: int) -> Paragraph:
    more = f"… and {counted(count, 'line')} more like these; to_markdown(), to_text() and to_latex() have them all"
    return Paragraph(more)


def _reasons(rules: Iterable[Rule]) -> list[Block]:
    """Why each rule that is new here holds, for a page where it need not be looked up."""
    said = [(rule.title, rule.because) for rule in rules]
    return [Facts("", said, typeset_only=True)] if said else []


def _sample_title(sample: int | None, derivation: Derivation) -> str:
    if sample is None:
        return ""
    names = derivation.setting.spelling.samples
    return f"{names[sample - 1]} (sample {sample})" if names else f"sample {sample}"


def _heading(step: Step) -> tuple[int, Part]:
    time = step.quantity.time
    updated = (
        step.part is Part.UPDATE and isinstance(step.quantity, Variable) and "_" not in step.quantity.name
    )
    return time - 1 if updated else time, step.part


def _sample(step: Step) -> int | None:
    """The sample under whose heading a line of the forward pass stands."""
    forward = step.part is Part.FORWARD and not isinstance(step.quantity, Derivative)
    return step.quantity.sample if forward and isinstance(step.quantity, Variable) else None
