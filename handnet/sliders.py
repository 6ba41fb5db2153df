"""One slider and what follows from it: a plain ipywidgets demonstration.

    slide(problem.solve(), "w2[1,1]", "J", "dJ/dw2[1,1]", low=-3, high=3)
    slide({"right": solution, "printed": mistaken}, "eta", "J+", low=0, high=8)

The slider is a given quantity, its number can be typed in as well; the values are a small table.
Each move runs the compiled lines of the goals. What the table says is made by `values_html`, which
needs no widgets.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from .digits import Digits, as_digits
from .errors import HandnetError
from .number import read_number
from .problem import Problem
from .quantity import Quantity
from .solution import Solution

FIGURES = Digits(significant=6)


class Sweep:
    """The goals of one or several calculations as functions of one given quantity."""

    def __init__(self, columns: Mapping[str, Solution], address: str, goals: tuple[str, ...]) -> None:
        if not goals or not columns:
            raise HandnetError(
                'slide: say what to show, as in slide(solution, "w2[1,1]", "J", low=-3, high=3)'
            )
        self.columns = dict(columns)
        first = next(iter(self.columns.values()))
        self.quantity: Quantity = first.derivation.setting.find(address)
        for solution in self.columns.values():
            if self.quantity not in solution.given:
                raise HandnetError(
                    f"slide: {self.quantity} is worked out, not given; take one of the given quantities"
                )
        self.start = first.values[self.quantity]
        spelling = first.derivation.setting.spelling
        self.label = spelling.text(self.quantity)
        self.goals = [first.derivation.setting.find(goal) for goal in goals]
        self.names = [spelling.text(goal) for goal in self.goals]
        self.programs = [solution.derivation.compile(*self.goals) for solution in self.columns.values()]

    def values(self, value: float) -> list[list[float]]:
        """For each column the goals, where the quantity has this value."""
        return [
            list(program.floats(solution.values | {self.quantity: value}).values())
            for program, solution in zip(self.programs, self.columns.values(), strict=True)
        ]


def _solved(given: Any) -> Solution:
    """A solution, or that of a problem."""
    solution = given.solve() if isinstance(given, Problem) else given
    if not isinstance(solution, Solution):
        raise HandnetError(
            f"slide: {given!r} has no numbers; give a solution, as in slide(problem.solve(), …)"
        )
    return solution


def values_html(sweep: Sweep, value: float, digits: Digits = FIGURES) -> str:
    """The goals as a table: a row for each, a column for each calculation."""
    cell = '<td style="text-align: right; padding: 0 1em">'
    head = "".join(
        f'<th scope="col" style="padding: 0 1em">{html.escape(name)}</th>' for name in sweep.columns
    )
    columns = sweep.values(value)
    rows = "".join(
        f'<tr><th scope="row" style="text-align: left">{html.escape(name)}</th>'
        + "".join(f"{cell}{html.escape(digits.write(column[at]))}</td>" for column in columns)
        + "</tr>"
        for at, name in enumerate(sweep.names)
    )
    top = f"<tr><td></td>{head}</tr>" if len(sweep.columns) > 1 else ""
    return f"<table>{top}{rows}</table>"


def slide(
    solution: Solution | Mapping[str, Solution],
    address: str,
    *goals: str,
    low: float,
    high: float,
    step: float | None = None,
    digits: Digits | int | None = None,
) -> Any:
    """A slider for one given quantity and a table of what follows from it, as an ipywidgets box.

    `solution` is one calculation, or several by name, beside each other. `step` is the slider's
    step, a hundredth of its range unless told. Raises HandnetError for a quantity that is not
    given, for a range that is none, and where ipywidgets is not installed.
    """
    columns = solution if isinstance(solution, Mapping) else {"": solution}
    sweep = Sweep({name: _solved(each) for name, each in columns.items()}, address, goals)
    low, high = (read_number(each, f"slide, {name}").value for name, each in (("low", low), ("high", high)))
    if not low < high or not low <= sweep.start <= high:
        around = f"{low:g} to {high:g}"
        raise HandnetError(
            f"slide: {sweep.label} is {sweep.start:g}; low and high go around it, not {around}"
        )
    try:
        import ipywidgets
    except ImportError:
        raise HandnetError("slide needs ipywidgets: pip install 'handnet[lab]'") from None
    shown = FIGURES if digits is None else as_digits(digits)
    start, step = sweep.start, step or (high - low) / 100
    # a slider snaps to its steps from the lowest value on: they go through the given number
    low, high = start - (start - low) // step * step, start + (high - start) // step * step
    slider = ipywidgets.FloatSlider(
        value=start, min=low, max=high, step=step, description=sweep.label,
        readout_format=".4g", style={"description_width": "initial"},
    )  # fmt: skip
    table = ipywidgets.HTML(values_html(sweep, start, shown))

    def follow(change: Mapping[str, Any]) -> None:
        table.value = values_html(sweep, change["new"], shown)

    class Slide(ipywidgets.VBox):  # type: ignore[misc]
        """A box whose text form, all that a page without a kernel may show, is a sentence."""

        def __repr__(self) -> str:
            return f"A slider for {sweep.label}: run this cell to move it."

    slider.observe(follow, "value")
    return Slide([slider, table])
