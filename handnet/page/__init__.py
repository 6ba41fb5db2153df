"""What a panel does in the browser: modules of JavaScript, and the data that Python makes for them.

    exact elementary digits formulas course calculation   the numbers and formulas; no page is needed
    picture knobs lines walk choices curve landscape      what is seen, each a view of one calculation
    panel                                                 puts them together; `render` for a widget

`script()` joins the modules into one, so that nothing is built and nothing is fetched; `style()` is
their style sheet. The data come from `data`: `courses` say what can be worked, `knobs` what can be
turned, `picture` what is drawn.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z_]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|class|const|let)", re.MULTILINE)


@cache
def script() -> str:
    """All modules as one, which exports `render` for a widget and `drawPanel` for a page."""
    texts = (_IMPORT.sub("", _text(name)) for name in modules())
    joined = "\n".join(_EXPORT.sub("", text) for text in texts)
    return f"{joined}\nexport {{ drawPanel }};\nexport default {{ render }};\n"


@cache
def modules() -> tuple[str, ...]:
    """The names of the modules, each after those that it imports."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        if name not in found:
            for other in _IMPORT.findall(_text(name)):
                visit(other)
            found[name] = None

    visit("panel")
    return tuple(found)


def _text(name: str) -> str:
    return (HERE / f"{name}.js").read_text(encoding="utf-8")


@cache
def style() -> str:
    """The style sheet of a panel."""
    return "\n".join((HERE / f"{name}.css").read_text(encoding="utf-8") for name in ("panel", "curves"))
