"""The letters of a calculation: for each kind of quantity how it is written and typed, what it is, its value.

Quantities of one kind and layer share a row: few stand there one by one, of many the first and the last.
Derivatives share one for what is differentiated, with an example for each kind of quantity that it is
differentiated by.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..notation.spelling import Spelling
from ..quantity import Derivative, Quantity, Variable
from ..terms import quantities
from .formulas import number, symbol
from .page import Formula, Table, Words

if TYPE_CHECKING:
    from ..solution import Solution
    from ..step import Derivation

FEW = 3
"""So many letters of a row are written one by one."""
MOST_GIVEN, MOST_VALUES = 24, 4
"""Of more given quantities than these, or of more that are worked out, the values are not repeated here."""
DOTS = Formula("...", r"\dots")
_ORDER = ("x", "y", "w", "b", "theta", "eta", "mu", "lambda", "s", "m", "z", "a", "share", "sample", "J", "R")
"""Variables come in this order: what is given, then the forward pass; others after them."""
_NOUNS = {
    "x": ("an input", "inputs"),
    "y": ("the target", "targets"),
    "w": ("a weight", "weights"),
    "b": ("a bias", "biases"),
    "theta": ("a threshold", "thresholds"),
    "z": ("a weighted sum", "weighted sums"),
    "a": ("an activation", "activations"),
    "delta": ("an error term", "error terms"),
    "eta": ("the learning rate", ""),
    "mu": ("the momentum", ""),
    "lambda": ("the strength of the penalty", ""),
    "s": ("the sum of the powers of softmax", ""),
    "m": ("the largest weighted sum", ""),
    "R": ("the penalty", ""),
    "J": ("the loss", ""),
    "sample": ("the loss of a sample", "the loss of each sample"),
    "share": ("an output's share of the loss", "shares of the loss, one for each output"),
}
"""What the variables of a network are called, one and several."""
_PREFIXES = {"change": "what is added to ", "velocity": "how fast it changes: "}


class Kind(NamedTuple):
    """Quantities that share a row: their name and layer, and how many updates were made before."""

    name: str
    layer: int | None
    time: int


def legend(derivation: Derivation, solution: Solution | None) -> Table:
    """A row for each kind of quantity in the lines; without a solution there are no values."""
    every = _occurring(derivation)
    writer = _Legend(derivation.setting.spelling, solution, {step.quantity for step in derivation.steps})
    rows = [*writer.variables(every), *writer.derivatives(every)]
    header = ["letters", "typed", "what they are", "values"]
    cut = 4 if solution else 3
    return Table(header[:cut], [row[:cut] for row in rows])


def _occurring(derivation: Derivation) -> dict[Quantity, None]:
    """Every quantity of the lines, given ones too, each once."""
    found: dict[Quantity, None] = {}
    for step in derivation.steps:
        found |= dict.fromkeys(quantities(step.formula))
        found[step.quantity] = None
    return found | dict.fromkeys(derivation.goals)


def _kind(variable: Variable) -> Kind:
    name = variable.name
    if name == "J" and (variable.place or variable.sample):
        name = "share" if variable.place else "sample"
    return Kind(name, variable.layer, variable.time)


def _place(kind: Kind) -> tuple[int, int, int]:
    """Where a row stands: what is known before an update, then what comes after it."""
    at = _ORDER.index(kind.name) if kind.name in _ORDER else len(_ORDER)
    return kind.time, at, kind.layer or 0


Row = tuple[Words, Words, Words, Words]


class _Legend:
    """Writes the rows in the letters of a spelling, with the values of a solution."""

    def __init__(self, spelling: Spelling, solution: Solution | None, worked_out: set[Quantity]) -> None:
        self.spelling, self.solution, self.worked_out = spelling, solution, worked_out
        self.own = spelling.network is None  # a graph written by hand has names of its own

    def variables(self, every: Iterable[Quantity]) -> list[Row]:
        rows: dict[Kind, list[Variable]] = {}
        for each in every:
            if isinstance(each, Variable):
                rows.setdefault(_kind(each), []).append(each)
        kinds = list(rows) if self.own else sorted(rows, key=_place)
        return [
            (*self.written(rows[kind]), self.called(kind, rows[kind]), self.values(rows[kind]))
            for kind in kinds
        ]

    def derivatives(self, every: Iterable[Quantity]) -> list[Row]:
        """A row for each kind of what is differentiated, with one example of each kind of what by."""
        rows: dict[Kind, dict[str, Derivative]] = {}
        for each in every:
            if isinstance(each, Derivative):
                of = _kind(each.of)
                of = of if self.own else of._replace(layer=None)
                by = str(each.by) if self.own else each.by.name
                rows.setdefault(of, {}).setdefault(by, each)
        found: list[Row] = []
        for of, examples in rows.items():
            some = list(examples.values())
            nouns = [str(each.by) if self.own else noun_of(each.by.name) for each in some]
            name = str(some[0].of) if self.own else noun_of(of.name)
            said = f"derivative of {name} by {_either(nouns)}{after(of.time)}"
            found.append((*self.written(some, most=6), said, self.values(some) if self.own else ""))
        return found

    def written(self, members: Sequence[Quantity], most: int = FEW) -> tuple[Words, Words]:
        """Some quantities as letters, and as they are typed."""
        letters = [symbol(each, self.spelling) for each in members]
        typed = [Formula(str(each), typewritten(str(each))) for each in members]
        return _listed(letters, most), _listed(typed, most)

    def values(self, members: Sequence[Quantity]) -> Words:
        if self.solution is None:
            return ""
        most = MOST_VALUES if self.worked_out & set(members) else MOST_GIVEN
        if len(members) > most:
            return "in the lines"
        return apart([number(self.solution.written(each)) for each in members])

    def called(self, kind: Kind, members: Sequence[Variable]) -> str:
        """What the variables of a row are."""
        if self.own:
            return "worked out" if self.worked_out & set(members) else "given"
        prefix, _, stem = kind.name.rpartition("_")
        layer = (
            "" if kind.layer is None else f" of layer {kind.layer - 1 + self.spelling.notation.first_layer}"
        )
        noun = noun_of(stem, several=len(members) > 1)
        if not prefix and len(members) == 1 and kind.layer is not None:
            noun = noun.removeprefix("an ").removeprefix("a ")  # there is only one
            noun = noun if noun.startswith("the ") else f"the {noun}"
        return f"{_PREFIXES.get(prefix, '')}{noun}{layer}{after(kind.time)}"


def noun_of(name: str, *, several: bool = False) -> str:
    """What a variable of this name is called, one or several."""
    one, more = _NOUNS.get(name.rpartition("_")[2], (name, name))
    return more if several and more else one


def after(time: int) -> str:
    """How many updates were made before."""
    return "" if not time else ", after the update" if time == 1 else f", after {time} updates"


def _either(words: Sequence[str]) -> str:
    *first, last = dict.fromkeys(words)
    return f"{', '.join(first)} or {last}" if first else last


def _listed(formulas: Sequence[Formula], most: int) -> Words:
    """Few formulas one by one, of many the first, the second and the last."""
    return apart(formulas if len(formulas) <= most else [*formulas[:2], DOTS, formulas[-1]])


def apart(formulas: Sequence[Formula]) -> Words:
    """Formulas with commas between them."""
    words: list[str | Formula] = []
    for each in formulas:
        words += [", ", each] if words else [each]
    return tuple(words)


def typewritten(address: str) -> str:
    r"""An address in the letters of a typewriter; the underscore stands outside, where MathJax knows it."""
    return r"\_".join(rf"\texttt{{{part}}}" for part in address.split("_"))
