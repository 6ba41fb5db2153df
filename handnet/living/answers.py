"""What the page needs to judge answers without Python: the rows, and every way to work them.

    answers_data(problem, panel)       beside the data of the panel, whose numbers for quantities it takes

Answers are judged as `check` judges them: right is what honest work can reach at the digits written.
The ways of working are those of `reach.sheet`; how a formula is worked by hand is written once, in
`reach.interval`. Here its operations are not done but written down, as a tree of lists that the page
walks (page/reach.js): `a*(1 - a)` becomes

    ["either", ["multiplied", 0, ["added", ["given", "1"], ["negative", 0]]], ["added", 0, …]]

A number is a hole for a quantity, a text a literal. No right value is among the data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..answer_sheet.rows import Rows, rows_of
from ..check.bounds import goes_back
from ..check.one import asked_of
from ..errors import HandnetError
from ..notation import STANDARD, Notation, notations
from ..notation.spelling import Spelling
from ..quantity import Quantity, Variable
from ..reach.interval import ByHand
from ..reach.sheet import Sheet
from ..render.mathml_letters import letters_mathml
from ..terms import Number, Term, quantities

if TYPE_CHECKING:
    from ..problem import Problem

MOST_STEPS = 20_000
"""Values after more steps of descent are not judged in the page: it would have to take them."""
Tree = Any
"""A number, a text, or a list that begins with the name of an operation."""


def answers_data(
    problem: Problem,
    panel: Mapping[str, Any],
    asked: Sequence[str] = (),
    notation: Notation = STANDARD,
) -> dict[str, Any] | None:
    """The data for judging answers in the page; None where a page would ask for too many numbers.

    `panel` is what `page.data.panel_data` gives for the problem; asked is what is named, or what
    `answer_sheet.rows` asks for. Raises HandnetError for a name that is none, and for too many named.
    """
    try:
        rows = rows_of(problem, asked, notation)
    except HandnetError:
        if asked or asked_of(problem):
            raise
        return None
    return _Writer(rows, panel, notation).data()


class _Writer:
    """Numbers the quantities that the panel has not, the trees and the lines as they come."""

    def __init__(self, rows: Rows, panel: Mapping[str, Any], notation: Notation) -> None:
        self.rows, self.panel, self.problem = rows, panel, rows.problem
        self.sheet = Sheet(self.problem, [row.quantity for row in rows.rows], notation)
        self.numbers = {address: number for number, address in enumerate(panel["quantities"])}
        self.own: dict[Quantity, int] = {}
        self.trees: dict[str, int] = {}
        self.offered = notations() | {notation.name: notation}

    def data(self) -> dict[str, Any]:
        rows = [row for row in self.rows.rows if self.is_judged(row.quantity)]
        order = {quantity: place for place, quantity in enumerate(self.sheet.asked)}
        in_order = sorted(range(len(rows)), key=lambda at: order[rows[at].quantity])
        parts = list(dict.fromkeys(row.part for row in rows))
        written = [[self.number(row.quantity), parts.index(row.part), row.digits] for row in rows]
        ways = self.ways(self.sheet)
        other = self.with_other_targets()
        near = [row.quantity for row in rows if row.quantity not in self.sheet.far]
        pairs = [(each, twin) for each in near if (twin := self.sheet.twin(each)) is not None]
        error_term_first = (pair if isinstance(pair[0], Variable) else pair[::-1] for pair in pairs)
        twins = dict(error_term_first)
        back = [each for each in (*twins, *twins.values(), *near) if goes_back(each)]
        return {
            "version": 1,
            "key": self.key(),
            "parts": parts,
            "rows": written,
            "order": in_order,
            "left": [self.rows.text(row.quantity) for row in self.rows.rows if row not in rows],
            "far": [[self.number(each), each.time, self.numbers[str(each.at(0))]] for each in self.far(rows)],
            "twins": [[self.number(term), self.number(own)] for term, own in twins.items()],
            "sign": self.sheet.source.convention.error_sign,
            "back": [self.number(each) for each in dict.fromkeys(back)],
            "ways": ways,
            "other": other,
            "targets": [] if other is None else [self.number(each) for each in self.targets()],
            "trees": list(map(json.loads, self.trees)),
            "labels": self.labels(),  # last: by now every quantity has its number
        }

    def key(self) -> str:
        """What tells the answers to this problem from those to another in the same browser."""
        stated = [f"{quantity}={number.text}" for quantity, number in self.problem.values.items()]
        asked = [str(row.quantity) for row in self.rows.rows]
        text = "\n".join([self.problem.title, *stated, *asked])
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]

    def number(self, quantity: Quantity) -> int:
        """The number of a quantity: the panel's, or one after all of those."""
        found = self.numbers.get(str(quantity))
        if found is not None:
            return found
        return self.own.setdefault(quantity, len(self.panel["quantities"]) + len(self.own))

    # --- what is asked ----------------------------------------------------------------------------

    def is_judged(self, quantity: Quantity) -> bool:
        """Whether the page can: what is far in training it must be able to train."""
        if quantity not in self.sheet.far:
            return True
        there = self.panel["updates"] is not None and str(quantity.at(0)) in self.numbers
        return there and quantity.time <= MOST_STEPS

    def far(self, rows: Iterable[Any]) -> list[Quantity]:
        """Those after many updates."""
        return [row.quantity for row in rows if row.quantity in self.sheet.far]

    def labels(self) -> list[list[list[str]]]:
        """Of each notation of the panel, text and MathML of the rows that the panel has no letters for."""
        asked = {row.quantity for row in self.rows.rows}
        labels = []
        for named in self.panel["notations"]:
            spelling = Spelling(self.offered[named["name"]], self.sheet.source)
            labels.append(
                [
                    [spelling.text(each), letters_mathml(spelling.latex(each))] if each in asked else []
                    for each in self.own
                ]
            )
        return labels

    # --- how it is worked -------------------------------------------------------------------------

    def ways(self, sheet: Sheet) -> dict[str, Any]:
        """Every line as [quantity, tree, what fills its holes, ways that have it], the ways as bits.

        The first way is line by line; `paths` are those that multiply along each path.
        """
        lines: dict[tuple[int, int, tuple[int, ...]], int] = {}
        for way, each in enumerate(sheet.workings):
            for quantity, formula in each.formulas.items():
                line = self.line(quantity, formula)
                lines[line] = lines.get(line, 0) | 1 << way
        paths = sum(1 << way for way, each in enumerate(sheet.workings) if each.over_paths)
        return {
            "count": len(sheet.workings),
            "paths": paths,
            "lines": [[quantity, tree, list(args), bits] for (quantity, tree, args), bits in lines.items()],
        }

    def line(self, quantity: Quantity, formula: Term) -> tuple[int, int, tuple[int, ...]]:
        inside = tuple(dict.fromkeys(quantities(formula)))
        holes: dict[Quantity, Tree] = {each: at for at, each in enumerate(inside)}
        tree = json.dumps(_TREES.of(formula, holes), separators=(",", ":"))
        number = self.trees.setdefault(tree, len(self.trees))
        return self.number(quantity), number, tuple(map(self.number, inside))

    def targets(self) -> list[Quantity]:
        """The targets, as they are given."""
        return [each for each in self.problem.values if isinstance(each, Variable) and each.name == "y"]

    def with_other_targets(self) -> dict[str, Any] | None:
        """The ways when targets are moved: with softmax those that add up to 1 have shorter lines."""
        network = self.problem.network
        if not network.combines or network.activations[-1].name != "softmax":
            return None
        moved = self.problem.with_numbers({str(each): "2" for each in self.targets()})
        return self.ways(Sheet(moved, self.sheet.asked))


class _Trees(ByHand):
    """Reads a formula as `ByHand` does, and writes its operations down instead of doing them."""

    def __init__(self) -> None:
        super().__init__(None)  # type: ignore[arg-type]  # nothing is worked out

    def given(self, value: Any) -> Tree:
        return ["given", repr(value).removesuffix(".0")]

    def negative(self, box: Tree) -> Tree:
        return ["negative", box]

    def largest(self, boxes: list[Tree]) -> Tree:
        return ["largest", *boxes]

    def rounded(self, box: Tree) -> Tree:
        return ["rounded", box]

    def either(self, one: Tree, other: Tree) -> Tree:
        return ["either", one, other]

    def multiplied(self, parts: list[Tree]) -> Tree:
        return parts[0] if len(parts) == 1 else ["multiplied", *parts]

    def added(self, parts: list[Tree]) -> Tree:
        return ["added", *parts]

    def times(self, one: Tree, other: Tree) -> Tree:
        return ["times", one, other]

    def inverse(self, box: Tree) -> Tree:
        return ["inverse", box]

    def weighted(self, weight: Tree, box: Tree) -> Tree:
        return ["weighted", weight, box]

    def power(self, base: Tree, exponent: Term) -> Tree:
        return ["power", base, *([repr(exponent.value)] if isinstance(exponent, Number) else [])]

    def rising(self, function: str, box: Tree) -> Tree:
        return ["rising", function, box]

    def function(self, name: str, box: Tree) -> Tree:
        return ["function", name, box]


_TREES = _Trees()
