"""One mistake: a named change of what rules write, everywhere, in one layer, or at one line.

    mistake("slope-of-activation").at(layer=2)          in one layer only
    mistake("one-path-only").at("dJ/da1[1]", choice=1)  at one line, the second way to make it

A teacher's own are given as formulas for some lines, or as what becomes of a rule's formula:

    Mistake.writing("exp-sign", {"a1[1]": "1/(1 + exp(z1[1]))"})
    Mistake("slope-one", "the slope was taken as 1", {Rule.SLOPE: lambda right, place: ONE})
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, cast

from ..errors import HandnetError
from ..quantity import Derivative, Quantity, parse_address
from ..rules import Rule
from ..terms import Term
from .own import as_changes, placed_formulas, read_formulas, titled
from .place import Change, Place

if TYPE_CHECKING:
    from ..graph import Source

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Mistake:
    """A named change of one or more rules: everywhere, in one layer, or at one line.

    `code` is stable; `hint` helps without giving the answer away; `explanation` says it all.
    `choice` is which way it is made where there are several; a place with fewer ways stays right.
    `formulas` are the lines of a mistake given as formulas; see `writing`. Raises HandnetError for
    a code that is not made of lower case letters, digits and dashes.
    """

    code: str
    title: str
    changes: Mapping[Rule, Change] = field(repr=False, compare=False)
    hint: str = field(default="", repr=False)
    explanation: str = field(default="", repr=False)
    layer: int | None = None
    line: str | None = None
    choice: int = 0
    kind: str = field(default="own", repr=False)
    formulas: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.code, str) or not _CODE.fullmatch(self.code):
            raise HandnetError(
                f"mistake {self.code!r}: a code has lower case letters, digits and dashes, as in 'slope-left-out'"
            )
        if not isinstance(self.changes, Mapping) or not all(isinstance(rule, Rule) for rule in self.changes):
            raise HandnetError(
                f"{self.code}: changes maps rules to functions, as in {{Rule.SLOPE: one}}; "
                "Mistake.writing takes formulas"
            )
        if isinstance(self.choice, bool) or not isinstance(self.choice, int) or self.choice < 0:
            raise HandnetError(f"{self.code}: choice is {self.choice!r}; ways are counted from 0")
        if not self.title:
            raise HandnetError(f"{self.code}: a title says in a few words what was done")
        if not self.hint:
            object.__setattr__(self, "hint", "Which rule holds for this line, and what does it say?")
        if not self.explanation:
            object.__setattr__(self, "explanation", f"{self.title[0].upper()}{self.title[1:].rstrip('.')}.")

    @classmethod
    def writing(
        cls,
        code: str,
        formulas: Mapping[str, str],
        *,
        title: str = "",
        hint: str = "",
        explanation: str = "",
    ) -> Mistake:
        """A mistake of one's own: other formulas for some lines, by address.

        Formulas are read, never run. Raises UnreadableText for what is no address or no formula;
        an address that this calculation does not have is refused when the mistake is made.
        """
        from . import refuse_known

        lines = read_formulas(code, formulas)
        changes = as_changes(parse_address(address) for address, _ in lines)
        own = cls(code, title or titled(lines), changes, hint, explanation, formulas=lines)
        return refuse_known(own)

    def at(self, line: str | None = None, *, layer: int | None = None, choice: int = 0) -> Mistake:
        """The same mistake made in one layer only, or at one line only (by its address), in one way."""
        return replace(self, line=line, layer=layer, choice=choice)

    def placed(self, source: Source) -> Mistake:
        """The same mistake with its lines in the canonical spelling; raises for one that cannot be."""
        if self.layer is not None:
            layers = {each.layer for each in source.definitions().of if each.layer}
            if self.layer not in layers:
                raise HandnetError(
                    f"{self.code}: there is no layer {self.layer!r}; choose from {sorted(layers)}"
                )
        line = None if self.line is None else str(source.find(self.line))
        if line == self.line and not self.formulas:
            return self
        changes = placed_formulas(self.code, self.formulas, source) if self.formulas else self.changes
        return replace(self, line=line, changes=changes)

    def write(self, right: Term, place: Place) -> Term:
        """What is written in place of the right formula; that formula itself where it cannot be made."""
        written = self.changes[place.rule](right, place)
        # a number or a quantity is a tuple too, but of its own type
        ways = iter(written if type(written) is tuple or isinstance(written, Iterator) else (written,))
        wrong = cast("Term", next(islice(ways, self.choice, None), right))
        return right if wrong == right else wrong

    @property
    def where(self) -> str:
        """Where it is made, if not everywhere."""
        if self.line is not None:
            return f" at {self.line}"
        return "" if self.layer is None else f" in layer {self.layer}"

    def concerns(self, quantity: Quantity) -> bool:
        """Whether the mistake is made where this quantity is written."""
        if self.line is not None and self.line not in (str(quantity), str(error_term_of(quantity))):
            return False
        return self.layer is None or layer_of(quantity) == self.layer


def of_kind(kind: str, *entries: Mistake) -> tuple[Mistake, ...]:
    """The entries, marked with the group under which they are listed."""
    return tuple(replace(entry, kind=kind) for entry in entries)


def error_term_of(quantity: Quantity) -> Quantity | None:
    """The error term that a derivative of the loss by a weighted sum is, but for its sign."""
    if isinstance(quantity, Derivative) and quantity.of.name == "J" and quantity.by.name == "z":
        return quantity.by.named("delta")
    return None


def layer_of(quantity: Quantity) -> int | None:
    """The layer at which a line is written: of da2[1]/dz2[1], of dz2[1]/da1[1] and z2[1], layer 2."""
    if isinstance(quantity, Derivative):
        return quantity.by.layer if quantity.of.layer is None else quantity.of.layer
    return quantity.layer
