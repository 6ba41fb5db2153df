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
from typing import TYPE_CHECKING

from ..errors import counted
from ..notation.spelling import Spelling
from ..quantity import Derivative, Quantity, Variable
from ..rules import Part, Rule
from .beyond import why_not_finite
from .formulas import distinct, equation, formula, number, reason, symbol, with_numbers
from .latex import formula_latex, own_letters
from .page import Block, Facts, Folded, Formula, Heading, Items, Line, Lines, Paragraph, Stack
from .statement import heading
from .unmarked import unmarked

if TYPE_CHECKING:
    from ..solution import Solution
    from ..step import Derivation, Step

SHOWN_AT_ONCE = 16
"""Lines of one part or sample that are not folded."""
LONGEST_ASKED = 5000
"""About how many characters the lines that were asked for may have, where a derivation is shortened."""
MOST_SHOWN = 300
"""Lines that a notebook's own display of a derivation holds; all are in `to_markdown()`."""


def step_markdown(step: Step) -> str:
    """One line of a derivation with its rule and the reason, in the standard letters."""
    latex = rf"{own_letters(step.quantity)} = {formula_latex(step.formula)}"
    return f"$${unmarked(latex)}$$\n\n*{step.rule.title}:* {step.rule.because}"


def derivation_page(derivation: Derivation, most: int | None = None) -> list[Block]:
    """A derivation as blocks; of more than `most` lines the first of each group."""
    given = [symbol(goal, derivation.setting.spelling) for goal in _given_goals(derivation)]
    return _page(derivation, given, derivation.written_line, most)


def solution_page(solution: Solution, most: int | None = None) -> list[Block]:
    """A solution as blocks: each line symbol, formula, numbers put in, value."""
    derivation = solution.derivation
    spelling = derivation.setting.spelling
    given = [equation(goal, solution.written(goal), spelling) for goal in _given_goals(derivation)]
    return _page(derivation, given, solution.written_line, most)


def one_line_page(step: Step, source: Derivation | Solution) -> list[Block]:
    """One line by itself, with its reason."""
    return [Lines([source.written_line(step)]), *_reasons([step.rule])]


def symbolic_line(step: Step, spelling: Spelling) -> Line:
    """A line in symbols."""
    return Line(symbol(step.quantity, spelling), (formula(step.formula, spelling),), step.rule.title)


def numeric_line(step: Step, solution: Solution) -> Line:
    """A line with its numbers put in, and its value."""
    spelling = solution.derivation.setting.spelling
    value = number(solution.written(step.quantity))
    values = {each: solution.value(each) for each in (step.quantity, *step.inputs)}
    note = why_not_finite(step.formula, values[step.quantity], values)
    columns = [formula(step.formula, spelling), with_numbers(step.formula, solution.written)]
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


# --- the lines, grouped -----------------------------------------------------------------------------------


def _groups(derivation: Derivation, line: Callable[[Step], Line], most: int | None) -> Iterator[Block]:
    """Lines under the headings of their parts; a part that comes again has its heading again.

    Of more than `most` lines the first of each group are shown, and at last those that were asked for.
    """
    steps = derivation.steps
    if most is None or len(steps) <= most:
        yield from _parts(derivation, line, [len(steps)], None)
        return
    shown = [most]
    yield from _parts(derivation, line, shown, SHOWN_AT_ONCE)
    goals = set(derivation.goals)
    last = [step for step in steps if step.quantity in goals][-SHOWN_AT_ONCE:]
    asked = _last_that_fit([line(step) for step in last])
    left_out = len(steps) - (most - shown[0]) - len(asked)
    yield Paragraph(
        f"… and {counted(left_out, 'line')} more like these. Ask for a single goal to see its lines; "
        "to_markdown(), to_text() and to_latex() have them all."
    )
    yield Heading("Asked")
    yield Lines(asked)


def _last_that_fit(lines: Sequence[Line]) -> Sequence[Line]:
    """The last lines that are not too long together; one at least."""
    length = 0
    for count, line in enumerate(reversed(lines)):
        length += sum(len(each.text) for each in line.right)
        if length > LONGEST_ASKED and count:
            return lines[-count:]
    return lines


def _parts(
    derivation: Derivation, line: Callable[[Step], Line], room: list[int], each: int | None
) -> Iterator[Block]:
    """The groups of lines, `each` lines of a group at the most, as long as there is room."""
    steps = derivation.steps
    several = any(time for time, part in map(_heading, steps) if part is Part.UPDATE)
    explained: set[Rule] = set()
    for (time, part), members in groupby(steps, key=_heading):
        if room[0] <= 0:
            return
        after = f", after update {time}" if time else ""
        if part is Part.UPDATE:
            after = f" {time + 1}" if several else ""
        yield Heading(f"{part.value}{after}")
        for place, (sample, group) in enumerate(groupby(members, key=_sample)):
            some, title = list(group)[:each], _sample_title(sample, derivation)
            if room[0] <= 0:
                return
            room[0] -= len(some)
            blocks: list[Block] = [Heading(title, 3)] if title else []
            blocks.append(Lines([line(step) for step in some], SHOWN_AT_ONCE))
            if title and place > 0 and len(steps) > 2 * SHOWN_AT_ONCE:
                yield Folded(f"{title}: {counted(len(some), 'line')}", blocks)
                continue
            yield from blocks
            yield from _reasons(dict.fromkeys(step.rule for step in some if step.rule not in explained))
            explained.update(step.rule for step in some)


def _reasons(rules: Iterable[Rule]) -> list[Block]:
    """Why each rule that is new here holds, for a page where it need not be looked up."""
    said = [(rule.title, reason(rule.because)) for rule in rules]
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
