"""What a panel does in the browser: modules of JavaScript, and the data that Python makes for them.

    exact elementary digits formulas shapes course calculation   the numbers and formulas; no page is needed
    picture knobs lines walk choices curve landscape             what is seen, each a view of one calculation
    panel, panel_widget                                          puts them together; `render` for a widget
    answer_texts answer_row sheet answer_sheet                   the sheet in which answers are typed; its widget
    late                                                         both widgets hear Python in a slow page, too
    number_reading reach judge own_answers                       the same, judged in the page
    living_page, page_link                                       a page of its own, without any notebook

`script(of)` joins the modules of a widget into one, so that nothing is built and nothing is fetched;
`joined` does it for a page, `compact` leaves out what only people read. `style(of)` is their style
sheet. The panel's data come from `data`: `courses` say what can be worked, `knobs` what can be turned,
`picture` what is drawn; the sheet's from `answer_sheet`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from uuid import uuid4

HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z_]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|class|const|let)", re.MULTILINE)
WIDGETS = {"panel": ("panel_widget", "drawPanel"), "answer_sheet": ("answer_sheet", "drawSheet")}
"""Of each widget the module that has its `render`, and what draws it in a page that is no notebook."""
STYLES = {
    "panel": ("panel", "curves", "print"),
    "answer_sheet": ("answer_sheet",),
    "own_answers": ("answer_sheet", "own_answers"),
}


@cache
def script(of: str = "panel") -> str:
    """All modules of a widget as one, which exports `render` and, for a page, what draws it."""
    entry, draws = WIDGETS[of]
    return f"{joined(entry)}\nexport {{ {draws} }};\nexport default {{ render }};\n"


@cache
def joined(*entries: str) -> str:
    """These modules and all that they import as one script, without imports and exports."""
    texts = (_IMPORT.sub("", _text(name)) for name in modules(*entries))
    return "\n".join(_EXPORT.sub("", text) for text in texts)


@cache
def modules(*entries: str) -> tuple[str, ...]:
    """The names of the modules, each after those that it imports."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        if name not in found:
            for other in _IMPORT.findall(_text(name)):
                visit(other)
            found[name] = None

    for name in entries:
        visit(name)
    return tuple(found)


def identity() -> dict[str, str]:
    """A name for the model of a new widget, which the page is told, too (see `late.js`)."""
    name = uuid4().hex
    return {"model_id": name, "identity": name}


def _text(name: str) -> str:
    return (HERE / f"{name}.js").read_text(encoding="utf-8")


@cache
def style(of: str = "panel") -> str:
    """The style sheet of a part."""
    return "\n".join((HERE / f"{name}.css").read_text(encoding="utf-8") for name in STYLES[of])
