"""Variants as a page: how many, how they were found, the first few, and what cannot be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..digits import Digits
from ..errors import counted
from ..render.formulas import number
from ..render.page import Block, Heading, Items, Paragraph, Table, Words

if TYPE_CHECKING:
    from . import Variants

MOST_PEOPLE, MOST_COLUMNS = 8, 7
TOLD = {
    "each": "A known mistake, made everywhere, gives clearly wrong answers, each with a number of its own.",
    "first": "A known mistake, made everywhere, gives clearly wrong answers, the first with a number of its own.",
    "sheet": "A known mistake, made everywhere, shows which it is when all its answers are taken together.",
}


def variants_page(variants: Variants) -> list[Block]:
    """What a teacher wants to know before handing them out."""
    title = variants.problem.title.strip() or "A problem"
    page: list[Block] = [
        Heading(f"{title}: numbers for {people(len(variants))}", 1),
        Paragraph(summary(variants)),
        _table(variants),
        Paragraph(TOLD[variants.told]),
    ]
    if variants.alike:
        page += [
            Paragraph("Some mistakes cannot be told apart here:"),
            Items([_group(each) for each in variants.alike]),
        ]
    return page


def summary(variants: Variants) -> str:
    """How many numbers each person has, and how often they had to be drawn."""
    drawn, count = variants.drawn, len(variants)
    each = counted(len(variants.quantities), "number")
    if count == 1:
        return f"{each}, for which {counted(sum(drawn), 'set')} had to be drawn."
    average = Digits(decimals=1).write(sum(drawn) / count)
    text = f"{each} for each; {average} sets had to be drawn for a person on average, {max(drawn)} at most."
    alike = count - len(set(variants.numbers))
    return f"{text} {people(alike)} of them came out with another's numbers." if alike else text


def people(count: int) -> str:
    """So many people."""
    return "1 person" if count == 1 else f"{count} people"


def _table(variants: Variants) -> Table:
    """The first people and the first of their numbers."""
    shown = range(min(len(variants.quantities), MOST_COLUMNS))
    more = len(variants.quantities) - len(shown)
    header = ["person", *(str(variants.quantities[at]) for at in shown), *(["…"] if more else [])]
    rows: list[list[Words]] = [
        [person, *(number(numbers[at]) for at in shown), *([f"{more} more"] if more else [])]
        for person, numbers in zip(variants.people[:MOST_PEOPLE], variants.numbers, strict=False)
    ]
    rest = len(variants) - len(rows)
    if rest:
        rows.append([f"… {people(rest)} more", *[""] * (len(header) - 1)])
    return Table(header, rows, tuple(range(1, len(shown) + 1)))


def _group(codes: tuple[str, ...]) -> str:
    """Mistakes with the same numbers; where one of them is none, those change no answer."""
    named = ", ".join(filter(None, codes))
    return f"the same numbers: {named}" if all(codes) else f"no wrong number: {named}"
