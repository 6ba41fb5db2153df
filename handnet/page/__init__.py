"""What a panel does in the browser: modules of JavaScript, and the data that Python makes for them.

    exact elementary digits formulas course calculation   the numbers and formulas; no page is needed
    picture knobs lines walk choices curve landscape      what is seen, each a view of one calculation
    panel                                                 puts them together; `render` for a widget
    answer_texts answer_row answer_sheet                  the sheet in which answers are typed

`script(of)` joins the modules of the panel or of the sheet into one, so that nothing is built and
nothing is fetched; `style(of)` is their style sheet. The panel's data come from `data`: `courses` say
what can be worked, `knobs` what can be turned, `picture` what is drawn; the sheet's from `answer_sheet`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z_]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|class|const|let)", re.MULTILINE)
DRAWS = {"panel": "drawPanel", "answer_sheet": "drawSheet"}
"""What draws each in a page that is no notebook."""
STYLES = {"panel": ("panel", "curves"), "answer_sheet": ("answer_sheet",)}


@cache
def script(of: str = "panel") -> str:
    """All its modules as one, which exports `render` for a widget and, for a page, what draws it."""
    texts = (_IMPORT.sub("", _text(name)) for name in modules(of))
    joined = "\n".join(_EXPORT.sub("", text) for text in texts)
    return f"{joined}\nexport {{ {DRAWS[of]} }};\nexport default {{ render }};\n"


@cache
def modules(of: str = "panel") -> tuple[str, ...]:
    """The names of its modules, each after those that it imports."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        if name not in found:
            for other in _IMPORT.findall(_text(name)):
                visit(other)
            found[name] = None

    visit(of)
    return tuple(found)


def _text(name: str) -> str:
    return (HERE / f"{name}.js").read_text(encoding="utf-8")


@cache
def style(of: str = "panel") -> str:
    """Its style sheet."""
    return "\n".join((HERE / f"{name}.css").read_text(encoding="utf-8") for name in STYLES[of])
