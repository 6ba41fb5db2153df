"""A drawn network in words: what it is, its important numbers, what is lit, what had no room."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ..quantity import Derivative, Variable
from .look import listed
from .parts import LOSS, Lit, Part
from .sheet import Sheet

MOST = 6
"""Quantities that are named one by one."""


def network_words(
    sheet: Sheet,
    path: Lit | None,
    lit: Collection[Part] | None,
    before: Collection[Part],
    left_out: Sequence[str],
) -> str:
    """A few sentences about one drawn network."""
    said = f"A {sheet.network.description}{_numbers(sheet)}."
    if lit is not None:
        said += f" {_lit(sheet, path, lit)}."
    if before:
        said += f" Fainter is what was walked before: {_parts(sheet, before)}."
    if left_out:
        said += f" There is no room to write the {listed(left_out)}."
    return said


def _numbers(sheet: Sheet) -> str:
    """What the values are, as far as they are worked out."""
    if sheet.solution is None:
        return ", in symbols"
    of = f", sample {sheet.sample}" if sheet.sample else ""
    if sheet.gradients:
        return f"{of}, with the derivatives of the loss{_from(sheet)}: {_largest(sheet)}"
    layers = sheet.network.layers
    last = min(sheet.upto, len(layers) - 1)
    values = [sheet.unit(last, unit)[-1] for unit in range(1, layers[last] + 1)]
    words = _equations(sheet, values)
    if sheet.upto < len(layers) - 1:
        return f"{of}, worked out up to layer {sheet.counted(last)}: {words}"
    if sheet.upto < len(layers) or sheet.loss is None:
        return f"{of}, worked out up to the outputs: {words}"
    targets = _equations(sheet, [sheet.target(unit) for unit in range(1, layers[-1] + 1)])
    return (
        f"{of}, with its numbers: outputs {words}; targets {targets}; loss {_equations(sheet, [sheet.loss])}"
    )


def _from(sheet: Sheet) -> str:
    if sheet.upto == len(sheet.network.layers):
        return ", none worked out yet"
    return f" from layer {sheet.counted(sheet.upto)} on" if sheet.upto else ""


def _largest(sheet: Sheet) -> str:
    """The loss, and the largest derivative by a weight that is written."""
    loss = sheet.loss
    weights = [each for layer in range(1, len(sheet.network.layers)) for each in sheet.weights(layer)]
    known = [each for each in weights if sheet.worked_out(each)]
    words = _equations(sheet, [loss] if loss else [])
    if not known:
        return words
    largest = max(known, key=lambda each: abs(sheet.value(each) or 0))
    return f"{words}, the largest by a weight is {_equations(sheet, [largest])}"


def _equations(sheet: Sheet, variables: Iterable[Variable]) -> str:
    variables = list(variables)
    words = [f"{sheet.word(sheet.shown(each))} = {sheet.written(each)}" for each in variables[:MOST]]
    rest = len(variables) - len(words)
    return ", ".join(words) + (f" and {rest} more" if rest else "")


def _lit(sheet: Sheet, path: Lit | None, lit: Collection[Part]) -> str:
    words = _parts(sheet, lit)
    if isinstance(path, str | Variable | Derivative) and sheet.setting.members(path) is None:
        goal = sheet.setting.find(path)
        if isinstance(goal, Derivative):
            if not sheet.source.definitions(goal.of.time).paths(goal.of, goal.by) and goal.of != goal.by:
                return f"Nothing leads from {sheet.word(goal.by)} to {sheet.word(goal.of)}. Lit: {words}"
            return f"Lit is every way from {sheet.word(goal.by)} to {sheet.word(goal.of)}: {words}"
    return f"Lit: {words}"


def _parts(sheet: Sheet, parts: Collection[Part]) -> str:
    """The parts by the quantities that stand there."""
    names: dict[str, list[str]] = {"weight": [], "unit": [], "bias": [], "threshold": []}
    for part in sorted(parts):
        if part.kind in names:
            kind = part.kind
            if kind == "bias" and sheet.network.biases[part.layer - 1] == "threshold":
                kind = "threshold"
            names[kind].append(_name(sheet, part))
    some = [_some(kind, each) for kind, each in names.items() if each]
    if LOSS in parts:
        some.append(sheet.word(Variable("J")))
    return listed(some) if some else "nothing that is named"


def _some(kind: str, names: Sequence[str]) -> str:
    """Names one by one, or of many their number."""
    plural = kind if len(names) == 1 else f"{kind}es" if kind == "bias" else f"{kind}s"
    return f"{len(names)} {plural}" if len(names) > MOST else f"{plural} {listed(names)}"


def _name(sheet: Sheet, part: Part) -> str:
    """A part by the quantity that stands there."""
    if part.kind == "unit":
        return sheet.word(sheet.unit(part.layer, part.place[0])[-1])
    if part.kind == "weight":
        return sheet.word(Variable("w", part.layer, part.place))
    return sheet.word(sheet.source.bias(part.layer, part.place[0]))
