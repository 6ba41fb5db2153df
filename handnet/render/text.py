"""Plain text, for a terminal: symbol = formula = numbers put in = value, and the rule.

    z1[1] = w1[1,1]*x[1] + w1[1,2]*x[2] + b1[1]                  weighted sum
          = 0.15*0.05 + 0.20*0.10 + 0.35
          = 0.3775

Formulas are in the words of `parse`: what is printed can be typed in again. Numbers are put in
while printing: the reader that spells a quantity writes its value instead, in brackets where a
sign or a fraction would be misread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING

from ..convention import STANDARD
from ..digits import Digits
from ..graph import Definitions
from ..quantity import Derivative, Quantity, Variable
from ..rules import LOSS_RULES, Part, Rule
from ..terms import (
    Apply,
    Difference,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Term,
    parts_of,
    replace,
)
from .layout import broken
from .words import convention_words, visible, wrapped

if TYPE_CHECKING:
    from ..solution import Solution
    from ..step import Derivation, Step

Spell = Callable[[Quantity], str]

SUM, NEGATIVE, PRODUCT, POWER, ITEM = range(5)
"""How tightly a piece of text holds together, loosest first."""


def formula_text(term: Term, spell: Spell | None = None) -> str:
    """The formula as text; `spell` says what is written for a quantity (its address if None)."""
    return _write(term, spell or address)[0]


def address(quantity: Quantity) -> str:
    """The address of a quantity as it is written inside a formula."""
    if quantity.time == 0:
        return str(quantity)
    return f"new({quantity.at(0)})" if quantity.time == 1 else str(quantity)


def _write(term: Term, spell: Spell) -> tuple[str, int]:
    """The text of a term and how tightly it holds together."""
    match term:
        case Variable() | Derivative():
            return _quantity(spell(term))
        case Number(text, _):
            return _quantity(text)
        case Sum(parts):
            return _sum(parts, spell), SUM
        case Difference(left, right):
            return f"{_at_least(SUM, left, spell)} - {_at_least(PRODUCT, right, spell)}", SUM
        case Negative(inner):
            return f"-{_at_least(PRODUCT, inner, spell)}", NEGATIVE
        case Product(parts):
            return _product(parts, spell), PRODUCT
        case Quotient(top, bottom) | Apply("weighted_inverse", (top, bottom)):
            return f"{_at_least(PRODUCT, top, spell)}/{_at_least(POWER, bottom, spell)}", PRODUCT
        case Power(base, exponent):
            return f"{_at_least(ITEM, base, spell)}^{_at_least(ITEM, exponent, spell)}", POWER
        case Apply("weighted_ln", (weight, v)):
            return f"{_at_least(PRODUCT, weight, spell)}*ln({_write(v, spell)[0]})", PRODUCT
        case Apply(function, arguments):
            return f"{function}({', '.join(_write(each, spell)[0] for each in arguments)})", ITEM
    raise TypeError(f"not a term: {term!r}")


def _quantity(text: str) -> tuple[str, int]:
    """The text of a quantity or of its value, which may have a sign, an exponent or a fraction."""
    if text.startswith("-"):
        return text, NEGATIVE
    if _is_derivative(text):
        return text, ITEM
    return text, PRODUCT if "/" in text else ITEM


def _is_derivative(text: str) -> bool:
    return text.startswith(("d", "new(d")) and "/d" in text


def _at_least(tightness: int, term: Term, spell: Spell) -> str:
    text, holds = _write(term, spell)
    return text if holds >= tightness else f"({text})"


def _sum(parts: tuple[Term, ...], spell: Spell) -> str:
    first, *others = parts
    text = _at_least(NEGATIVE if not isinstance(first, Difference) else SUM, first, spell)
    for part in others:
        if isinstance(part, Negative):
            text += f" - {_at_least(PRODUCT, part.term, spell)}"
        else:
            text += f" + {_at_least(PRODUCT, part, spell)}"
    return text


def _product(parts: tuple[Term, ...], spell: Spell) -> str:
    """Factors with a star between them, set apart where a factor is a derivative."""
    texts = [_at_least(PRODUCT, parts[0], spell)]
    texts += [_at_least(POWER, part, spell) for part in parts[1:]]
    spaced = any(_is_derivative(text) for text in texts)
    return (" * " if spaced else "*").join(texts)


# --- lines --------------------------------------------------------------------------------------


def derivation_text(derivation: Derivation, width: int = 100) -> str:
    """The lines of a derivation, grouped, each with its rule; the loss is stated in full above them."""
    lines = _grouped(derivation.steps, lambda step: [formula_text(step.formula)], width)
    return "\n".join([*heading(derivation, width), *_given_goals(derivation, str), "", lines]).rstrip()


def solution_text(solution: Solution, digits: Digits, width: int = 100) -> str:
    """The lines of a solution, grouped: formula, numbers put in, value, rule."""

    def columns(step: Step) -> list[str]:
        shown = [
            formula_text(step.formula),
            formula_text(step.formula, lambda quantity: solution.written(quantity, digits)),
            solution.written(step.quantity, digits),
        ]
        note = _note(step, solution.values[step.quantity])
        return [*dict.fromkeys(shown[:-1]), shown[-1] + note] if note else list(dict.fromkeys(shown))

    lines = _grouped(solution.derivation.steps, columns, width)
    given = _given_goals(solution.derivation, lambda goal: f"{goal} = {solution.written(goal, digits)}")
    return "\n".join([*heading(solution.derivation, width), *given, "", lines]).rstrip()


def _given_goals(derivation: Derivation, write: Callable[[Quantity], str]) -> list[str]:
    """A line for each goal that is given, so that no line works it out."""
    given = [goal for goal in derivation.goals if goal not in derivation.by_quantity]
    return ["", *(f"  {write(goal)}  (given)" for goal in given)] if given else []


def _note(step: Step, value: float) -> str:
    """What a value that is no finite number means, in brackets after it."""
    if isfinite(value):
        return ""
    if _has_logarithm(step.formula):
        return " (an output is 0 or 1 to all digits of a float)"
    return " (outside the range of floats)"


def _has_logarithm(term: Term) -> bool:
    """Whether a cross-entropy or its slope stands in the formula."""
    own = isinstance(term, Apply) and term.function in ("ln", "weighted_ln", "weighted_inverse")
    return own or any(map(_has_logarithm, parts_of(term)))


def heading(derivation: Derivation, width: int) -> list[str]:
    """What is worked out: the network or graph, J in full, the convention, mistakes made."""
    setting = derivation.setting
    lines = [wrapped(visible(setting.source.description), width, indent=4)]
    loss = loss_in_full(setting.source.definitions())
    if loss is not None:
        pieces = broken(f"J = {loss}", width)
        lines += [pieces[0], *(f"    {piece}" for piece in pieces[1:])]
    if setting.source.convention != STANDARD:
        lines.append(wrapped(f"{convention_words(setting.source.convention)}.", width, indent=4))
    for mistake in setting.mistakes:
        effect = "" if setting.changed_by(mistake, derivation.goals) else " It changes nothing here."
        said = f"WITH A MISTAKE{mistake.where}: {mistake.title} ({mistake.code}).{effect}"
        lines.append(wrapped(said, width, indent=4))
    return lines


MOST_SHARES = 12


def loss_in_full(definitions: Definitions) -> str | None:
    """J as one formula in activations and targets; of many shares the first, and their number."""
    total = definitions.total
    if total is None:
        return None

    def put_in(quantity: Quantity) -> Term:
        definition = definitions.of.get(quantity) if isinstance(quantity, Variable) else None
        if definition is None or definition.rule not in LOSS_RULES:
            return quantity
        return replace(definition.formula, put_in)

    shares = [each for each in definitions.of.values() if each.rule is Rule.LOSS]
    if len(shares) <= MOST_SHARES:
        return formula_text(put_in(total))
    first = shares[0]
    whole = formula_text(_shortened(definitions.of[total].formula))
    return f"{whole}, made of {len(shares)} shares like {first.quantity} = {formula_text(first.formula)}"


def _shortened(formula: Term) -> Term:
    """The formula with only the first and the last part of its long sums."""
    match formula:
        case Sum(parts) if len(parts) > 3:
            return Sum((parts[0], Variable("..."), parts[-1]))
        case Sum(parts):
            return Sum(tuple(map(_shortened, parts)))
        case Quotient(top, bottom):
            return Quotient(_shortened(top), bottom)
    return formula


def _grouped(steps: Iterable[Step], columns: Callable[[Step], list[str]], width: int) -> str:
    """Lines under the headings of their parts; a part that comes again has its heading again."""
    width = max(width, 40)
    text: list[str] = []
    steps = list(steps)
    several = any(time for time, part in map(_heading, steps) if part is Part.UPDATE)
    for (time, part), members in groupby(steps, key=_heading):
        after = f", after update {time}" if time else ""
        if part is Part.UPDATE:
            after = f" {time + 1}" if several else ""
        text += ["", f"{part.value}{after}"]
        for sample, lines in groupby(members, key=_sample):
            text += ["", f"  sample {sample}"] if sample is not None else [""]
            for step in lines:
                text += _line(step, columns(step), width)
    return "\n".join(text[1:])


def _heading(step: Step) -> tuple[int, Part]:
    time = step.quantity.time
    updated = (
        step.part is Part.UPDATE and isinstance(step.quantity, Variable) and "_" not in step.quantity.name
    )
    return time - 1 if updated else time, step.part


def _sample(step: Step) -> int | None:
    """The sample under whose heading a line of the forward pass stands."""
    forward = step.part is Part.FORWARD and isinstance(step.quantity, Variable)
    return step.quantity.sample if forward and isinstance(step.quantity, Variable) else None


def _line(step: Step, shown: list[str], width: int) -> list[str]:
    """One step: on one line if it fits, otherwise one line for each =, long ones broken at signs.

    The rule stands at the right of the first line that has room for it.
    """
    left, rule = f"  {step.quantity} ", f"[{step.rule.title}]"
    whole = left + "= " + " = ".join(shown)
    if len(whole) + len(rule) + 2 <= width:
        return [f"{whole:<{width - len(rule)}}{rule}"]
    indent = " " * min(len(left), 24)
    lines: list[str] = []
    for number, text in enumerate(shown):
        start = left if number == 0 else indent
        for place, piece in enumerate(broken(text, width - len(start) - 2)):
            lines.append((start + "= " if place == 0 else indent + "  ") + piece)
    for number, line in enumerate(lines):
        if len(line) + len(rule) + 2 <= width:
            lines[number] = f"{line:<{width - len(rule)}}{rule}"
            return lines
    return [*lines, f"{rule:>{width}}"]
