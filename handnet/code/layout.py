"""How code is laid out in either language: rows of arguments, a line for each step, remarks beside them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from .listing import Listing, Noise, Row
from .readable import WIDTH, Language, Readable

REMARKS_AT = 56
"""Remarks stand under each other at this column, where lines are not longer."""
LONGEST_WITH_REMARK = 110


class Form(NamedTuple):
    """What a language looks like: its formulas, its comments, how a default and a correction are written.

    `corrected` writes the lines that put a sum where decimals put it, from its identifier, how far off
    it is, how near floats come, and the exact value.
    """

    language: Language
    comment: str
    indent: str
    default: str
    corrected: Callable[[str, str, str, str], list[str]]


def argument_lines(listing: Listing, form: Form) -> list[str]:
    """The arguments, those on one line that a person would write on one line."""
    return [line for row in listing.arguments for line in _row(row, form)]


def _row(row: Row, form: Form) -> list[str]:
    written = [
        each.name if each.number is None else f"{each.name}{form.default}{each.number}"
        for each in row.arguments
    ]
    lines = [f"{form.indent}{written[0]},"]
    for each in written[1:]:
        if len(lines[-1]) + len(each) + 2 <= WIDTH:
            lines[-1] += f" {each},"
        else:
            lines.append(f"{form.indent}{each},")
    return _with_remark(lines, row.remark, form)


def step_lines(listing: Listing, form: Form, readable: Readable) -> list[str]:
    """The lines of all steps, part by part, each with its remark."""
    lines: list[str] = []
    for part, steps in listing.groups:
        lines += ["", f"{form.indent}{form.comment} {part}"]
        for step in steps:
            noise = listing.noise(step)
            written = readable.assigned(step.quantity, step.formula, changes=noise is not None)
            lines += _with_remark([form.indent + line for line in written], listing.remark(step), form)
            if noise is not None:
                lines += _corrected(listing.identifiers[step.quantity], noise, form)
    return lines[1:]


def _corrected(name: str, noise: Noise, form: Form) -> list[str]:
    """The lines that put a sum where the given decimals put it."""
    off = f"{name} - {noise.exact!r}" if noise.exact else name
    lines = form.corrected(name, off, _just_above(abs(noise.in_floats - noise.exact)), repr(noise.exact))
    return [
        f"{form.indent}{form.comment} as the given decimals have it",
        *(form.indent + line for line in lines),
    ]


def _just_above(distance: float) -> str:
    """A power of ten that the distance surely stays under."""
    return f"1e{math.ceil(math.log10(4 * distance))}"


def _with_remark(code: list[str], remark: str, form: Form) -> list[str]:
    """Lines of code with a remark at the end of the first, or above it where there is no room."""
    if not remark:
        return code
    first, *others = code
    beside = f"{first:<{REMARKS_AT}}  {form.comment} {remark}"
    if len(beside) <= LONGEST_WITH_REMARK and not others:
        return [beside]
    return [f"{form.indent}{form.comment} {remark}", *code]
