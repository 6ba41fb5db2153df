"""The panel as a widget: what connects a problem in Python with the page that computes it.

    panel = problem.explore()
    panel.problem            the problem with the numbers that the sliders show
    panel.problem = other    moves the sliders
    panel.observe(seen, "values")

It is an anywidget, and so an ipywidgets widget. The page computes (see `page`); what comes back here
are the numbers of the sliders (`values`) and what is chosen (`state`). Where no page is alive, the
cell still shows the calculation: every panel leaves the written solution beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from .digits import Digits, as_digits
from .errors import HandnetError
from .mistakes import Mistake
from .mistakes import mistake as as_mistake
from .notation import Notation
from .notation import notation as as_notation
from .page import identity, script, style
from .page.data import panel_data
from .setting import Setting

if TYPE_CHECKING:
    from .problem import Problem


def explore(
    problem: Problem,
    style: str,
    notation: str | Notation,
    digits: Digits | int | None,
    mistake: str | Mistake | None,
    ranges: Mapping[str, Any] | None,
) -> Any:
    """A panel for the problem; see `Problem.explore`."""
    Setting(problem.forward_pass(), style, notation=as_notation(notation))  # refuses what cannot be written
    options = {
        "style": style,
        "notation": as_notation(notation),
        "digits": as_digits(digits),
        "mistake": None if mistake is None else as_mistake(mistake),
        "ranges": ranges,
    }
    return panel_class()(problem, options)


@cache
def panel_class() -> type[Any]:
    """The widget's class, made when the first panel is: importing handnet loads no widgets."""
    try:
        import anywidget
        import traitlets
    except ImportError:
        raise HandnetError(
            "explore needs anywidget and ipywidgets: pip install 'handnet[lab]', then restart the kernel; "
            "problem.solve() shows the same calculation without them"
        ) from None

    class Panel(anywidget.AnyWidget):
        """Sliders for every given number of a problem, and the whole calculation that follows them.

        `values` holds the numbers of the sliders by address, `state` what is chosen and selected.
        """

        _esm = script()
        _css = style()
        data = traitlets.Dict().tag(sync=True)
        values = traitlets.Dict().tag(sync=True)
        state = traitlets.Dict().tag(sync=True)
        identity = traitlets.Unicode().tag(sync=True)

        def __init__(self, problem: Problem, options: Mapping[str, Any]) -> None:
            self._options = dict(options)
            super().__init__(**self._facts(problem), **identity())

        def _facts(self, problem: Problem) -> dict[str, Any]:
            self._problem = problem
            numbers = {str(each): number.value for each, number in problem.values.items()}
            return {"data": panel_data(problem, **self._options), "values": numbers}

        @property
        def problem(self) -> Problem:
            """The problem with the numbers that the sliders show; those that were not moved as given."""
            given = {str(each): number.value for each, number in self._problem.values.items()}
            moved = {name: value for name, value in self.values.items() if value != given.get(name)}
            for name in (name for name, value in moved.items() if value is None):
                raise HandnetError(f"panel: {name} has left the range of floats; undo the steps or reset it")
            return self._problem.with_numbers(moved) if moved else self._problem

        @problem.setter
        def problem(self, problem: Problem) -> None:
            with self.hold_sync():
                for name, value in self._facts(problem).items():
                    setattr(self, name, value)

        def __repr__(self) -> str:
            return "<Panel: run this cell to move the sliders.>"

        def _repr_mimebundle_(self, **keywords: Any) -> Any:
            """The widget, and for pages that show none the calculation as text and Markdown."""
            bundle = super()._repr_mimebundle_(**keywords)
            shown, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
            options = {name: self._options[name] for name in ("style", "notation", "digits")}
            written = self.problem.solve(**options)._repr_mimebundle_()
            return {**(shown or {}), **written}, metadata

    return Panel
