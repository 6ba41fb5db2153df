"""The functions that formulas call, as source text: handnet's own, and those that they call in turn.

    python_functions(["relu"])        ["def relu(z: float) -> float: …"]
    javascript_functions(["relu"])    ["const unlessNaN = …;", "const relu = …;"]

Python's are cut out of `elementary` and `value`, JavaScript's out of `page/elementary.js`, so that what
is taken away is what handnet itself runs.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from .. import elementary, value

_CALLED = re.compile(r"(?<![\w.])(?:[A-Za-z_]\w*(?=\()|[A-Z_]{2,})")
_ELEMENTARY_JS = Path(__file__).parents[1] / "page" / "elementary.js"
_ONLY_HERE = {
    "square": 'def square(v: float) -> float:\n    """v * v, which v**2 is not to the last bit."""\n    return v * v\n',
    "sin": 'def sin(v: float) -> float:\n    """The sine; NaN at infinity."""\n'
    '    return math.sin(v) if math.isfinite(v) else float("nan")\n',
    "cos": 'def cos(v: float) -> float:\n    """The cosine; NaN at infinity."""\n'
    '    return math.cos(v) if math.isfinite(v) else float("nan")\n',
    "LEAKY_SLOPE": f"LEAKY_SLOPE = {elementary.LEAKY_SLOPE!r}\n",
}
"""What formulas call and handnet writes without a function of its own."""


def python_functions(called: Iterable[str]) -> list[str]:
    """The source of these functions, each after those that it calls."""
    return list(_with_all_they_call(called, _python()).values())


def javascript_functions(called: Iterable[str]) -> list[str]:
    """The source of these functions, each after those that it calls."""
    return list(_with_all_they_call(called, _javascript()).values())


def _with_all_they_call(called: Iterable[str], sources: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}

    def visit(name: str) -> None:
        if name not in found:
            for word in dict.fromkeys(_CALLED.findall(sources[name])):
                if word in sources and word != name:
                    visit(word)
            found[name] = sources[name]

    for name in called:
        visit(name)
    return found


def names() -> frozenset[str]:
    """The names of all functions of both languages."""
    return frozenset(_python()) | frozenset(_javascript())


@cache
def _python() -> dict[str, str]:
    """The source of every function, by the name that stands in formulas."""
    found = dict(_ONLY_HERE)
    for room in (elementary, value):
        for name, function in vars(room).items():
            own = inspect.isfunction(function) and function.__module__ == room.__name__
            if own and not name.startswith("_") and name not in ("evaluate", "exact"):
                found[name] = inspect.getsource(function)
    return found


@cache
def _javascript() -> dict[str, str]:
    """The same from the module of the page: its constants, and the entries of its table as constants."""
    before, _, table = _ELEMENTARY_JS.read_text(encoding="utf-8").partition("export const ELEMENTARY = {\n")
    found = {name: text for text, name in re.findall(r"^(const (\w+) = .*;)$", before, re.MULTILINE)}
    for entry in re.split(r"^(?=  \w+: )", table.partition("\n};")[0], flags=re.MULTILINE)[1:]:
        name, _, text = entry.strip().partition(": ")
        text = re.sub(r",( *//.*)?$", r";\1", text)
        found[name] = f"const {name} = {text}".replace("\n  ", "\n")
    return found
