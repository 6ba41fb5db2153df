"""A product as somebody wrote it: whether its shapes fit, and what it gives.

    view.check("dW1 = X.T @ (dZ2 @ W2.T) * dA1/dZ1")

What is typed is read, never run: names of arrays, .T, brackets, + - * / @ and powers as in A1^2, with
Python's order, in which *, / and @ hold equally tightly and go from left to right. W1.dot(X) is W1 @ X.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import UnknownQuantity, UnreadableText, suggestion
from ..quantity import Quantity
from ..render.page import Block, Paragraph
from ..shown import Shown
from ..terms import Difference, Negative, Number, Power, Product, Quotient, Sum, Term
from .boxes import plain
from .language import Misfit, Shape, matrix_product, transposed
from .page import display, stretches
from .sets import local_derivatives
from .written import Side, Writer

if TYPE_CHECKING:
    from . import MatrixView
    from .numbers import MatrixSolution

LONGEST = 200
_MADE: dict[str, Callable[[Term, Term], Term]] = {
    "*": lambda left, right: Product((left, right)),
    "/": Quotient,
    "@": matrix_product,
}
_NAME = r"[A-Za-z_][A-Za-z_0-9]*"
_SIGNS = re.compile(
    rf"d{_NAME}/d{_NAME}|{_NAME}\+?(?=\s*(?:[-*/@)=.]|$))|{_NAME}|[0-9]+(?:\.[0-9]+)?|\.(?:T|dot)\b|\*\*|\S"
)
"""Names (W1+ is one before a sign), numbers, what stands behind a name, single signs."""


@dataclass(frozen=True, repr=False)
class Checked(Shown):
    """A product with its shapes: `fits`, the `shape`, or the `misfit`; with numbers its `value`."""

    view: MatrixView
    solution: MatrixSolution | None
    left: Quantity | None
    formula: Term

    def __repr__(self) -> str:
        return f"<Checked: {'the shapes fit' if self.fits else 'the shapes do not fit'}>"

    @property
    def shape(self) -> Shape | None:
        """The shape that the product gives; None if it does not fit."""
        found = self._found
        return None if isinstance(found, Misfit) else found

    @cached_property
    def _found(self) -> Shape | Misfit:
        return self.view.arrays.shape_of(self.formula)

    @property
    def misfit(self) -> Misfit | None:
        """Where two shapes do not go together, or what the left side should have been."""
        if isinstance(self._found, Misfit):
            return self._found
        if self.left is None or self._found == self.view.arrays.shape(self.left):
            return None
        return Misfit("equals", self.left, self.view.arrays.shape(self.left), self.formula, self._found)

    @property
    def fits(self) -> bool:
        """Whether all shapes go together."""
        return self.misfit is None

    @property
    def value(self) -> Any:
        """What the product gives with numbers; None where there are none or it does not fit."""
        if self.solution is None or self.shape is None:
            return None
        return self.solution.value_of(self.formula)

    @property
    def is_right(self) -> bool | None:
        """Whether it gives what the left side should be; None where that is not known."""
        if self.solution is None or self.left is None:
            return None
        import numpy as np

        wanted = self.solution.values[self.left]
        return self.fits and bool(np.allclose(self.value, wanted, rtol=1e-9, atol=1e-15))

    def _page(self) -> list[Block]:
        writer = Writer(self.view, self.solution)
        left = Side([plain("product")], r"\text{product}")
        if self.left is not None:
            left = writer.left(self.left)
        value = self.value
        sides = [writer.symbolic(self.formula)]
        if self.solution is not None and value is not None:
            sides += [writer.numeric(self.formula), writer.rows(self.solution.rows(value), self.shape == ())]
        blocks: list[Block] = [display(left, sides)]
        if self.misfit is not None:
            return [*blocks, Paragraph(("ERROR: ", *writer.misfit(self.misfit), "."))]
        blocks += stretches(self.formula, writer)
        if self.is_right is None:
            return [*blocks, Paragraph("The shapes fit; that alone does not make it right.")]
        if self.is_right or self.left is None:
            return [*blocks, Paragraph("The shapes fit, and these are the right numbers.")]
        blocks.append(Paragraph("The shapes fit, but the numbers are wrong. Right is"))
        return [*blocks, display(left, [writer.value(self.left)])]


def checked(text: str, view: MatrixView, solution: MatrixSolution | None = None) -> Checked:
    """A product read from text; raises UnreadableText or UnknownQuantity for what cannot be read."""
    local = local_derivatives(view)
    typed = dict.fromkeys(view.letters.text(each) for each in (*view.by_quantity, *view.given))

    def find(name: str) -> Term:
        if name in local and name not in view.names:
            return local[name]
        if name in view.names:
            return view.find(name)
        raise UnknownQuantity(f"no array {name!r} here; {suggestion(name, [*typed, *local])}")

    reader = _Reader(text, find)
    left, formula = reader.read()
    return Checked(view, solution, None if left is None else view.find(left), formula)


class _Reader:
    """Reads sums of products of names, with Python's order."""

    def __init__(self, text: str, find: Callable[[str], Term]) -> None:
        if not isinstance(text, str) or len(text) > LONGEST:
            raise UnreadableText(f'check: give a product as text, such as "W2.T @ dZ2", not {text!r:.60}')
        self.text, self.find = text, find
        self.signs: list[str] = _SIGNS.findall(text)
        self.at = 0

    @property
    def next(self) -> str:
        return self.signs[self.at] if self.at < len(self.signs) else ""

    def take(self) -> str:
        self.at += 1
        return self.signs[self.at - 1]

    def read(self) -> tuple[str | None, Term]:
        """What stands left of =, if anything does, and the product."""
        left = None
        if len(self.signs) > 1 and self.signs[1] == "=":
            left, _ = self.take(), self.take()
        term = self.sum()
        if self.next:
            raise self.unreadable(self.next)
        return left, term

    def sum(self) -> Term:
        term: Term = self.product()
        while self.next in ("+", "-"):
            sign, right = self.take(), self.product()
            term = Sum((term, right)) if sign == "+" else Difference(term, right)
        return term

    def product(self) -> Term:
        term = self.factor()
        while self.next in _MADE:
            sign, right = self.take(), self.factor()
            term = _MADE[sign](term, right)
        return term

    def factor(self) -> Term:
        sign = self.next
        if sign == "-":
            self.take()
            return Negative(self.factor())
        if sign == "(":
            term = self.bracket()
        elif re.match(r"[0-9]", sign):
            term = self.number()
        elif re.match(r"[A-Za-z_]", sign):
            term = self.find(self.take())
        else:
            raise self.unreadable(sign)
        return self.after(term)

    def number(self) -> Number:
        text = self.take()
        return Number(text, float(text))

    def after(self, term: Term) -> Term:
        """The term with .T, .dot(…) and a power that follow it."""
        while self.next in (".T", ".dot", "^", "**"):
            sign = self.take()
            if sign == ".T":
                term = transposed(term)
                continue
            if sign != ".dot":
                if not self.next[:1].isdecimal():
                    raise self.unreadable(self.next)
                term = Power(term, self.number())
                continue
            term = matrix_product(term, self.bracket())
        return term

    def bracket(self) -> Term:
        self.expect("(")
        term = self.sum()
        self.expect(")")
        return term

    def expect(self, sign: str) -> None:
        if self.next != sign:
            raise self.unreadable(self.next)
        self.take()

    def unreadable(self, sign: str) -> UnreadableText:
        where = f"at {sign!r}" if sign else "at its end"
        return UnreadableText(
            f"check: cannot read {self.text!r} {where}; write names, .T, brackets and + - * / @, as in "
            '"dW1 = X.T @ (dZ2 @ W2.T * dA1/dZ1)"'
        )
