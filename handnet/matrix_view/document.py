"""The matrix view as a document of its own: the network drawn, the letters of its arrays, then the lines.

In the picture stand the numbers of single units, spelled as in the neuron view; in the table of letters
arrays of one kind share a row, those of all layers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..quantity import Derivative, Quantity
from ..render.drawing import given_text, network_drawing, worked_out
from ..render.legend import after, apart, noun_of, typewritten
from ..render.page import Block, Formula, Table, Words
from ..render.whole import named, picture
from .language import OWN_LOSS, SAMPLES, size
from .network_arrays import stem

if TYPE_CHECKING:
    from . import MatrixView
    from .numbers import MatrixSolution

_TRAINED = "1 where they are trained, 0 where they are frozen"
_OWN = {"M": "the number of samples"}


def document_page(view: MatrixView, solution: MatrixSolution | None = None) -> list[Block]:
    """The page of a whole document; with a solution the picture has its numbers."""
    head, *lines = (solution or view)._page()
    values = {} if solution is None else entry_texts(solution)
    drawing = network_drawing(view.arrays.source, view.letters.notation, lambda each: values.get(each, ""))
    return [head, picture(drawing), *named(letters(view)), *lines]


def entry_texts(solution: MatrixSolution) -> dict[Quantity, str]:
    """What a picture writes of each unit, weight and input that has a number."""
    arrays = solution.view.arrays
    found = {each: given_text(number) for each, number in solution.given.items()}
    for quantity, value in solution.values.items():
        if quantity != SAMPLES and quantity in solution.view.by_quantity:
            rows = value.tolist() if arrays.shape(quantity) else [[float(value)]]
            for entries, numbers in zip(arrays.entries(quantity), rows, strict=True):
                for entry, number in zip(entries, numbers, strict=True):
                    found[entry] = worked_out(number, solution.digits)
    return found


def letters(view: MatrixView) -> Table:
    """A row for each kind of array: how it is written and typed, what it is, the shape in each layer."""
    rows: dict[tuple[str, ...], list[Quantity]] = {}
    for each in dict.fromkeys((*view.given, *view.masks, *view.used, *view.by_quantity)):
        rows.setdefault(_kind(each), []).append(each)
    header = ["letters", "typed", "what they are", "shapes"]
    return Table(header, [_row(view, members) for members in rows.values()])


def _kind(quantity: Quantity) -> tuple[str, ...]:
    if isinstance(quantity, Derivative):
        return ("d", quantity.of.name, quantity.by.name)
    return (quantity.name, str(quantity.time), str(quantity == OWN_LOSS))


def _row(view: MatrixView, members: Iterable[Quantity]) -> tuple[Words, Words, Words, Words]:
    some = list(members)
    symbols = [Formula(view.letters.text(each), view.letters.latex(each)) for each in some]
    addresses = [Formula(view.letters.text(each), typewritten(view.letters.text(each))) for each in some]
    shapes = [size(view.arrays.shape(each)) for each in some]
    if () in map(view.arrays.shape, some):
        return apart(symbols), apart(addresses), _called(some), ", ".join(shapes)
    sizes = [Formula(each, each.replace("x", r"\times ")) for each in shapes]
    return apart(symbols), apart(addresses), _called(some), apart(sizes)


def _called(members: list[Quantity]) -> str:
    """What the arrays of a row are."""
    first = members[0]
    if isinstance(first, Derivative):
        several = first.by.layer is not None
        return f"derivatives of {noun_of(first.of.name)} by {noun_of(stem(first.by), several=several)}"
    if first.name in _OWN:
        return _OWN[first.name]
    if first == OWN_LOSS:
        return "each sample's own loss"
    called = noun_of(stem(first), several=first.layer is not None or first.name in ("x", "y"))
    if stem(first) != first.name:
        said = _TRAINED if first.name.startswith("free") else "how fast they change"
        called = f"{called}: {said}"
    return called + after(first.time)
