"""What the columns of a table of answers are: the person, quantities, and others that are kept.

Quantities are addresses, or the letters of a notation. Asked is what the problem asks, and after it
whatever else of the problem has a column; a problem that asks nothing asks what has columns.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..arrays import expand
from ..errors import HandnetError, counted, nearest
from ..escape import visible
from ..problem import Problem
from ..quantity import Quantity
from ..setting import Setting
from .tables import PERSON, Table, word

MOST_NAMED = 5


@dataclass(frozen=True)
class Columns:
    """Where everything stands in a row.

    person   the column with the person; None if there is none
    asked    the quantities, and `names` how they are spelled in the report
    places   for each of them the columns that hold it: none if it has none, several if it is there twice
    others   the columns that are kept as they are
    notes    what is to be said once
    """

    person: int | None
    asked: tuple[Quantity, ...]
    names: tuple[str, ...]
    places: tuple[tuple[int, ...], ...]
    others: tuple[int, ...]
    notes: tuple[str, ...] = ()


def columns(table: Table, problem: Problem, setting: Setting) -> Columns:
    """What the columns of the table are; raises HandnetError if none is a quantity of the problem."""
    quantities = {place: quantity_named(setting, name) for place, name in enumerate(table.header)}
    person = person_column(table, quantities)
    if person is not None:
        del quantities[person]
    held: dict[Quantity, list[int]] = {}
    notes = ["no column names the person; rows are told by their numbers"] if person is None else []
    given = [place for place, quantity in quantities.items() if quantity in problem.values]
    if given:
        notes.append(f"given by the problem, not asked, and kept as it is: {_named(table, given)}")
    for place, quantity in quantities.items():
        if quantity is not None and place not in given:
            held.setdefault(quantity, []).append(place)
    asked = tuple(dict.fromkeys([*_asked(problem, setting), *held]))
    if not held:
        shown = " ".join(setting.spelling.text(each) for each in asked[:3]) or "z1[1] or dJ/dw1[2,1]"
        raise HandnetError(
            f"{table.where}: no column is a quantity that is worked out; "
            f"found {_named(table, range(len(table.header)))}; the first row names the columns, as in {shown}"
        )
    taken = {place for places in held.values() for place in places}
    others = [place for place in quantities if place not in taken]
    notes += _said(
        table, problem, setting, held, asked, [each for each in others if quantities[each] is None]
    )
    return Columns(
        person,
        asked,
        tuple(map(setting.spelling.text, asked)),
        tuple(tuple(held.get(each, ())) for each in asked),
        tuple(others),
        tuple(notes),
    )


def quantity_named(setting: Setting, name: str) -> Quantity | None:
    """The quantity with this address or these letters; None for anything else."""
    try:
        return setting.find(name)
    except (HandnetError, RecursionError, OverflowError):
        return None


def _asked(problem: Problem, setting: Setting) -> list[Quantity]:
    return [each for ask in problem.ask for each in expand(setting.source, ask.quantity)]


def person_column(table: Table, quantities: dict[int, Quantity | None]) -> int | None:
    """The first column called person, name, id, …; otherwise the first column, if it is no quantity."""
    named = (place for place, name in enumerate(table.header) if word(name) in PERSON)
    first = 0 if quantities.get(0, 0) is None and table.form != "JSON lines" else None
    return next(named, first)


def _said(
    table: Table,
    problem: Problem,
    setting: Setting,
    held: dict[Quantity, list[int]],
    asked: tuple[Quantity, ...],
    unknown: list[int],
) -> list[str]:
    """What is to be said once of missing, doubled and unknown columns."""
    notes = []
    text = setting.spelling.text
    missing = [text(each) for each in asked if each not in held]
    if missing:
        more = f" and {len(missing) - 10} more" if len(missing) > 10 else ""
        notes.append(f"no column for {', '.join(missing[:10])}{more}: asked, so missing for everybody")
    for quantity, places in held.items():
        if len(places) > 1:
            notes.append(
                f"{text(quantity)} has {counted(len(places), 'column')}; the first that is filled in counts"
            )
    known = [text(each) for each in setting.source.definitions().of]
    for place in unknown[:MOST_NAMED]:
        name = table.header[place]
        if word(name) in PERSON:
            continue
        near = [*nearest(name, missing, 1), *nearest(name, known, 1)]
        meant = f"; did you mean {near[0]}?" if near else ""
        notes.append(f"column {_named(table, [place])} is no quantity and is kept as it is{meant}")
    if len(unknown) > MOST_NAMED:
        notes.append(
            f"{counted(len(unknown) - MOST_NAMED, 'more column')} that are no quantity are kept as they are"
        )
    return notes


def _named(table: Table, places: range | list[int]) -> str:
    shown = ", ".join(f"{visible(table.header[place][:40])!r}" for place in places[:MOST_NAMED])
    return shown + (" ..." if len(places) > MOST_NAMED else "")
