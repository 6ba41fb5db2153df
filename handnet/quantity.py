"""Quantities, and the addresses that people type for them.

A quantity is one thing that has a value: a `Variable` (`w1[2,1]`, `z2[1](3)`, `J`) or a
`Derivative` of one variable by another (`dJ/dw1[2,1]`). Both are small frozen tuples, and the
keys of every table in handnet. `parse_address` reads what was typed, `str` writes it back;
reading what was written gives the same quantity.

    name  layer  [unit, from unit]  (sample)  + or @time        w1[2,1]+   a2[1](3)   J@100

Numbers count from 1. Two variables never print alike: a name is kept whole, and the digits
that end it are the layer.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from .errors import UnreadableText


class Variable(NamedTuple):
    """Something with a value, at one layer, place, sample and time.

    `time` counts the updates made before it: 0 is now, 1 is "after the update" (`+`).
    """

    name: str
    layer: int | None = None
    place: tuple[int, ...] = ()
    sample: int | None = None
    time: int = 0

    def __str__(self) -> str:
        return self.untimed() + ("" if not self.time else "+" if self.time == 1 else f"@{self.time}")

    def untimed(self) -> str:
        """The address without the mark for the time."""
        layer = "" if self.layer is None else str(self.layer)
        place = f"[{','.join(map(str, self.place))}]" if self.place else ""
        sample = "" if self.sample is None else f"({self.sample})"
        return f"{self.name}{layer}{place}{sample}"

    def at(self, time: int) -> Variable:
        """The same variable after `time` updates."""
        return Variable(self.name, self.layer, self.place, self.sample, time)

    def named(self, name: str) -> Variable:
        """The variable with another name at the same layer, place, sample and time."""
        return Variable(name, self.layer, self.place, self.sample, self.time)


class Derivative(NamedTuple):
    """How `of` changes with `by`, all other variables that `by` does not move held fixed."""

    of: Variable
    by: Variable

    def __str__(self) -> str:
        of = str(self.of) if self.of.time != self.by.time else self.of.untimed()
        return f"d{of}/d{self.by}"

    @property
    def time(self) -> int:
        """The number of updates made before `of` has its value; what is given has no time of its own."""
        return self.of.time

    def at(self, time: int) -> Derivative:
        """The same derivative after `time` updates."""
        return Derivative(self.of.at(time), self.by.at(time))


Quantity: TypeAlias = Variable | Derivative

LONGEST_ADDRESS = 200
"""Characters of a variable's address."""
LATEST = 1_000_000
"""The most updates after which a quantity has an address; what is typed must not compute for hours."""
NAME = r"[A-Za-z_][A-Za-z_0-9]*"
PLACE = r"(?:\[[0-9, ]*\])?(?:\([0-9]+\))?"
TIME = r"(?:\+|@[0-9]+)?"
_VARIABLE = re.compile(
    rf"(?P<name>{NAME})(?:\[(?P<place>[0-9, ]*)\])?(?:\((?P<sample>[0-9]+)\))?(?P<time>{TIME})"
)
_DERIVATIVE = re.compile(rf"d(?P<of>{NAME}{PLACE}{TIME})/d(?P<by>{NAME}{PLACE}{TIME})")
_SPLIT_NAME = re.compile(r"(?P<name>.*?[A-Za-z_](?:0[0-9]*)??)(?P<layer>0|[1-9][0-9]*)?")


def parse_address(text: str) -> Quantity:
    """Read an address such as `w1[2,1]+` or `dJ/dz1[2](3)`; whether it exists is not asked here.

    Raises UnreadableText if it is not written like an address.
    """
    if not isinstance(text, str):
        raise UnreadableText(f"found {text!r}; an address is text, such as 'dJ/dw1[2,1]'")
    text = text.strip()
    found = _DERIVATIVE.fullmatch(text) if len(text) <= 2 * LONGEST_ADDRESS else None
    if not found:
        return _variable(text, text)
    of, by = _variable(found["of"], text), _variable(found["by"], text)
    return Derivative(of.at(by.time) if of.time == 0 else of, by)  # dJ/dw1[2,1]+ is all of it, later


def is_address(text: str) -> bool:
    """Whether the text is written like an address."""
    text = text.strip()
    return len(text) <= 2 * LONGEST_ADDRESS and bool(_VARIABLE.fullmatch(text) or _DERIVATIVE.fullmatch(text))


def _variable(text: str, whole: str) -> Variable:
    found = _VARIABLE.fullmatch(text) if len(text) <= LONGEST_ADDRESS else None
    if not found:
        shown = whole if len(whole) <= 60 else whole[:57] + "..."
        raise UnreadableText(
            f"cannot read {shown!r} as an address: write it like z1[2], w1[2,1]+ or dJ/dw1[2,1]"
        )
    parts = _SPLIT_NAME.fullmatch(found["name"])
    assert parts is not None  # every name starts with a letter
    places = [place.strip() for place in (found["place"] or "").split(",")]
    if found["place"] is not None and not all(place.isdigit() and int(place) for place in places):
        raise UnreadableText(
            f"cannot read [{found['place']}] in {whole!r}: places count from 1, as in w1[2,1]"
        )
    time = 1 if found["time"] == "+" else int(found["time"][1:] or 0) if found["time"] else 0
    if time > LATEST:
        raise UnreadableText(
            f"{whole[:60]!r}: addresses go up to @{LATEST}, a million updates; problem.train(...) makes more"
        )
    return Variable(
        name=parts["name"],
        layer=None if parts["layer"] is None else int(parts["layer"]),
        place=tuple(int(place) for place in places) if found["place"] is not None else (),
        sample=None if found["sample"] is None else int(found["sample"]),
        time=time,
    )
