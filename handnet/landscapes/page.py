"""The pages of walks: by which rule, a table of its updates, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import hypot

from ..digits import Digits
from ..errors import counted
from ..names import ETA, MU
from ..quantity import Quantity
from ..render.formulas import number, symbol
from ..render.page import Block, Formula, Heading, Paragraph, Stack, Table, Words
from .descent import Descent, Walk
from .perturbation import KEPT, Perturbation
from .restarts import Restarts
from .surface import Landscape, Point

Cell = Callable[[int], Words]
"""What stands in a column for the point of this number."""
FIGURES = Digits(significant=6)
FIRST, LAST = 8, 5
"""Rows of a long walk that are shown; `points` and `losses` have all."""
MOST_COLUMNS = 2
"""A point of more numbers than these has no columns of its own."""


def descent_page(walk: Descent) -> list[Block]:
    """Gradient descent: the rule, the updates, what became of the loss."""
    land, pace = walk.landscape, walk.pace
    columns: list[tuple[str, Cell]] = [
        ("update", str),
        *_point_columns(walk),
        (land.loss_letter.text, _numbers(walk.losses)),
    ]
    if _few(land):
        names = [land.letter(each).text for each in land.gradient]
        columns += [_column(name, walk.slopes, place) for place, name in enumerate(names)]
    else:
        columns.append(("length of the gradient", _numbers([hypot(*each) for each in walk.slopes])))
    if pace.anneal.value:
        columns.append((f"{_spelled(ETA, land).text}_t", _numbers(walk.rates)))
    step = "V, the next step" if pace.momentum.value else "next step"
    if _few(land):
        more = [step]
        if (
            len(land.letters) > 1
        ):  # there is room for velocities, not for what is -eta times the columns before
            more = [f"V of {each.text}" for each in land.letters if pace.momentum.value]
        columns += [_column(name, walk.steps, place) for place, name in enumerate(more)]
    else:
        columns.append((f"length of the {step}", _numbers([hypot(*each) for each in walk.steps])))
    return [_heading(walk), *_pace(walk), *_table(columns, len(walk)), Paragraph(_descended(walk))]


def perturbation_page(walk: Perturbation) -> list[Block]:
    """Changes at random: how a try is made, the tries, how many helped."""
    land = walk.landscape
    columns: list[tuple[str, Cell]] = [
        ("try", str),
        *_point_columns(walk),
        (land.loss_letter.text, _numbers(walk.losses)),
        (f"times {land.loss_letter.text} was worked out", lambda at: str(walk.evaluations[at])),
        ("size of the next try", _numbers(walk.sizes)),
        ("it went", lambda at: walk.kept[at] if at < len(walk.kept) else ""),
    ]
    said = (
        "Each try draws a direction at random and takes it if ", land.loss_letter, " is lower there; if not, the ",
        "opposite one, if that is; otherwise it stays and halves the size. The seed is ", str(walk.seed), ".",
    )  # fmt: skip
    helped = {name: walk.kept.count(name) for name in KEPT}
    done: Words = (
        f"Of {_tries(len(walk.kept))} {helped[KEPT[0]]} helped as drawn, {helped[KEPT[1]]} the other way, and ",
        f"{helped[KEPT[2]]} not at all. ", *_fell(walk),
        " ",
        land.loss_letter,
        f" was worked out {counted(walk.evaluations[-1], 'time')}.",
    )  # fmt: skip
    return [_heading(walk), Paragraph(said), *_table(columns, len(walk)), Paragraph(done)]


def restarts_page(found: Restarts) -> list[Block]:
    """Where each walk began and ended, and which minimum it found."""
    land = found.walks[0].landscape
    J, names = land.loss_letter.text, [each.text for each in land.letters]
    few = _few(land)
    header = [
        "walk",
        *(f"{each} at the start" for each in names if few),
        *(f"{each} at the end" for each in names if few),
    ]
    header += [f"{J} at the start", f"{J} at the end", "found"]
    rows: list[Sequence[Words]] = []
    for place, walk in enumerate(found.walks):
        ends = [*walk.points[0], *walk.end] if few else []
        numbers = [*ends, walk.losses[0], walk.losses[-1]]
        rows.append((str(place + 1), *map(_number, numbers), _found(found, place)))
    table = Table(header, rows, right=tuple(range(1, len(header) - 1)))
    return [Heading("Descent from several starts", 1), *_pace(found.walks[0]), table, Paragraph(_best(found))]


# --- the rule -------------------------------------------------------------------------------------------


def _pace(walk: Descent) -> list[Block]:
    """The update in symbols, and its numbers."""
    land, pace = walk.landscape, walk.pace
    eta, mu = _spelled(ETA, land), _spelled(MU, land)
    w, of = land.letters[0], land.letter(land.gradient[0])
    rate = Formula(f"{eta.text}_t", rf"{eta.latex}_t") if pace.anneal.value else eta
    step = Formula(f"{rate.text}*{of.text}", rf"{rate.latex} {of.latex}")
    lines: list[Words]
    if pace.momentum.value:
        lines = [
            Formula(f"V := {mu.text}*V - {step.text}", rf"V := {mu.latex} V - {step.latex}"),
            Formula(f"{w.text} := {w.text} + V", rf"{w.latex} := {w.latex} + V"),
        ]
    else:
        lines = [Formula(f"{w.text} := {w.text} - {step.text}", rf"{w.latex} := {w.latex} - {step.latex}")]
    words: list[str | Formula] = ["Here ", _equal(eta, pace.rate.text)]
    if pace.momentum.value:
        words += [" and ", _equal(mu, pace.momentum.text), "; ", _plain("V"), " begins at 0"]
    if pace.anneal.value:
        below = f"1 + {pace.anneal.text}*t"
        annealed = Formula(
            f"{rate.text} = {eta.text}/({below})",
            rf"{rate.latex} = \frac{{{eta.latex}}}{{1 + {number(pace.anneal.text).latex} t}}",
        )
        words += [", and the rate is annealed: ", annealed, " with ", _plain("t"), " updates made before"]
    if len(land.quantities) > 1:
        words += [f"; the same for all {len(land.quantities)} quantities at once"]
    return [Stack([*lines, (*words, ".")])]


def _spelled(quantity: Quantity, land: Landscape) -> Formula:
    return symbol(quantity, land.setting.spelling)


def _plain(letter: str) -> Formula:
    return Formula(letter, letter)


def _equal(letter: Formula, text: str) -> Formula:
    return Formula(f"{letter.text} = {text}", f"{letter.latex} = {number(text).latex}")


# --- the table ------------------------------------------------------------------------------------------


def _table(columns: Sequence[tuple[str, Cell]], count: int) -> list[Block]:
    """A row for each point; of a long walk the first and the last."""
    shown = list(range(count))
    left_out = count - FIRST - LAST
    if left_out > 1:
        shown = [*shown[:FIRST], *shown[-LAST:]]
    rows: list[Sequence[Words]] = [[cell(at) for _, cell in columns] for at in shown]
    table = Table([name for name, _ in columns], rows, right=tuple(range(len(columns))))
    if left_out <= 1:
        return [table]
    rows.insert(FIRST, ["…"] * len(columns))
    return [table, Paragraph(f"{left_out} rows between are not shown; .points and .losses have them all.")]


def _heading(walk: Walk) -> Heading:
    """What the walk is called, as a heading begins."""
    return Heading(walk.title[:1].upper() + walk.title[1:], 1)


def _point_columns(walk: Walk) -> list[tuple[str, Cell]]:
    if not _few(walk.landscape):
        return []
    return [_column(each.text, walk.points, place) for place, each in enumerate(walk.landscape.letters)]


def _column(name: str, points: Sequence[Point], place: int) -> tuple[str, Cell]:
    return name, _numbers([each[place] for each in points])


def _numbers(values: Sequence[float]) -> Cell:
    """A column of numbers; empty where there is none."""
    return lambda at: _number(values[at]) if at < len(values) else ""


def _number(value: float) -> Formula:
    return number(FIGURES.write(value))


def _few(land: Landscape) -> bool:
    return len(land.quantities) <= MOST_COLUMNS


# --- what became of it ------------------------------------------------------------------------------------


def _fell(walk: Walk) -> tuple[str | Formula, ...]:
    """From where to where the loss went."""
    J, first, last = walk.landscape.loss_letter, walk.losses[0], walk.losses[-1]
    verb = " falls from " if last < first else " grows from " if last > first else " stays as it is, at "
    there = (" to ", _number(last)) if last != first else ()
    return (J, verb, _number(first), *there, ".")


def _descended(walk: Descent) -> Words:
    """How the loss went, whether it jumped over a bottom, whether it left the floats."""
    words: list[str | Formula] = [f"After {counted(len(walk.steps), 'update')} ", *_fell(walk)]
    if walk.jumps:
        words.append(
            f" The slope changes its sign {counted(walk.jumps, 'time')}: so often a step jumps over a bottom."
        )
    if walk.growths:
        words += [" In ", counted(walk.growths, "update"), " ", walk.landscape.loss_letter, " grows."]
    if walk.left:
        words.append(
            " The next step leaves the range of floats, so the walk stops here: the learning rate is too large."
        )
    return tuple(words)


def _tries(count: int) -> str:
    return "1 try" if count == 1 else f"{count} tries"


def _found(found: Restarts, place: int) -> str:
    minimum = found.minimum_of(place)
    if minimum is not None:
        best = ", the best" if minimum == 0 and len(found.minima) > 1 else ""
        return f"minimum {minimum + 1}{best}"
    return {"flat": "flat, but no minimum", "left": "left the range of floats"}.get(
        found.ended[place], "on the way"
    )


def _best(found: Restarts) -> Words:
    """Which minima there are, and what the rest of the walks did."""
    J = found.walks[0].landscape.loss_letter
    if not found.minima:
        return ("No walk has arrived at a minimum; lowest is ", J, " = ", _number(found.best.losses[-1]), ".")
    words: list[str | Formula] = [f"{counted(len(found.walks), 'start')} found "]
    words[0] += "1 minimum" if len(found.minima) == 1 else f"{len(found.minima)} minima"  # type: ignore[operator]
    for place, each in enumerate(found.minima):
        words += [
            ", " if place else ": ",
            J,
            " = ",
            _number(each.loss),
            f" ({counted(len(each.walks), 'walk')})",
        ]
    apart = ". Walks that end nearer to each other than "
    return (*words, apart, number(f"{2 * found.tolerance:g}"), " count as one.")
