"""What is worked out, above the lines: the network or graph, the loss in full, the convention, mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..convention import STANDARD
from ..forward import ForwardPass
from ..graph import Definitions
from ..notation import STANDARD as STANDARD_NOTATION
from ..notation.spelling import Spelling
from ..quantity import Quantity, Variable
from ..rules import LOSS_RULES, Rule
from ..terms import Quotient, Sum, Term, replace
from .formulas import ELLIPSIS, equals, formula, symbol
from .page import Block, Formula, Line, Lines, Stack, Words
from .words import convention_words

if TYPE_CHECKING:
    from ..graph import Graph
    from ..network import Network
    from ..step import Derivation

MOST_SHARES = 12
"""A loss of more shares than these is stated by its first one."""


def network_page(network: Network) -> list[Block]:
    """The shape of a network: what it is, its loss, how many parameters it has."""
    source = ForwardPass(network)
    loss = loss_in_full(source.definitions(), Spelling(STANDARD_NOTATION, source))
    counts: dict[str, int] = {}
    for parameter in source.parameters():
        counts[parameter.name] = counts.get(parameter.name, 0) + 1
    named = {"w": ("weight", "weights"), "b": ("bias", "biases"), "theta": ("threshold", "thresholds")}
    words = [f"{many} {named[name][many != 1]}" for name, many in counts.items()]
    return [Stack([f"A {network.description}: {' and '.join(words)}.", *([loss] if loss else [])])]


def graph_page(graph: Graph) -> list[Block]:
    """The formulas of a graph, in order."""
    spelling = Spelling(STANDARD_NOTATION, graph)
    lines = [
        Line(symbol(each.quantity, spelling), (formula(each.formula, spelling),))
        for each in graph.definitions().of.values()
    ]
    return [Stack([graph.description]), Lines(lines)]


def heading(derivation: Derivation) -> list[Words]:
    """What is worked out: the network or graph, J in full, the convention, mistakes made."""
    setting = derivation.setting
    lines: list[Words] = [setting.source.description]
    loss = loss_in_full(setting.source.definitions(), setting.spelling)
    if loss is not None:
        lines.append(loss)
    if setting.source.convention != STANDARD:
        lines.append(f"{convention_words(setting.source.convention)}.")
    for mistake in setting.mistakes:
        effect = "" if setting.changed_by(mistake, derivation.goals) else " It changes nothing here."
        lines.append(f"WITH A MISTAKE{mistake.where}: {mistake.title} ({mistake.code}).{effect}")
    return lines


def loss_in_full(definitions: Definitions, spelling: Spelling) -> Formula | None:
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
    J = symbol(total, spelling)
    if len(shares) <= MOST_SHARES:
        whole = formula(put_in(total), spelling)
        return equals(J, whole)
    whole = formula(_shortened(definitions.of[total].formula), spelling)
    first, like = symbol(shares[0].quantity, spelling), formula(shares[0].formula, spelling)
    made = f"made of {len(shares)} shares like"
    return Formula(
        f"{J.text} = {whole.text}, {made} {first.text} = {like.text}",
        rf"{J.latex} = {whole.latex}, \quad \text{{{made} }} {first.latex} = {like.latex}",
    )


def _shortened(formula: Term) -> Term:
    """The formula with only the first and the last part of its long sums."""
    match formula:
        case Sum(parts) if len(parts) > 3:
            return Sum((parts[0], ELLIPSIS, parts[-1]))
        case Sum(parts):
            return Sum(tuple(map(_shortened, parts)))
        case Quotient(top, bottom):
            return Quotient(_shortened(top), bottom)
    return formula
