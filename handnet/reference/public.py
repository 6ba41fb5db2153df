"""What handnet offers by name, in the order in which a person meets it.

Names are those of `handnet.__all__`, and of what its functions give back. A member counts if handnet
defines it and its name does not begin with a low line; what a class has from `Shown` is said once.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, is_dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from ..errors import HandnetError, nearest, suggestion
from ..notation import Notation
from ..shown import Rounded, Shown

GROUPS = (
    ("State a problem", "A network, its numbers, and what is asked.",
     "Network Problem Ask read Activation Loss Convention Graph"),
    ("Work it out", "Lines in order: each says what is worked out, by which rule, from what.",
     "Derivation Solution Step Digits differentiate path_counts"),
    ("Spell it", "The letters of a book, or one's own.", "Notation notations"),
    ("Follow and try", "Sliders, walks on the loss, pictures.", "slide landscape plot"),
    ("Check and mark", "Answers judged, mistakes named, a class graded.",
     "Rounding Marks MISTAKES Mistake mistake grade Grading"),
    ("Teach", "Everyone's own numbers, and the articles that are worked through.", "variants articles"),
    ("Take it away", "What shows itself can be kept, in every form.", "from_json"),
    ("When something does not fit", "Every message says where, what was found, and what would fit.",
     "HandnetError"),
)  # fmt: skip
"""Title, a line on what is there, names."""
GIVEN_BACK = {
    "shown": ("Shown",),
    "verify": ("Verification",),
    "training": ("History",),
    "check.report": ("Report",),
    "check.verdict": ("Verdict",),
    "hints.hint": ("Hint",),
    "moves": ("Moves",),
    "paths": ("Paths",),
    "differentiation": ("Differentiation",),
    "matrix_view": ("MatrixView",),
    "matrix_view.numbers": ("MatrixSolution",),
    "index_view": ("IndexView",),
    "gradient_check": ("GradientCheck",),
    "landscapes.descent": ("Walk",),
    "variation": ("Variants",),
    "worksheet": ("Worksheet",),
    "grading.summary": ("Summary",),
}
"""What the functions give back and is not made by its name, by module."""


@dataclass(frozen=True)
class Entry:
    """One name: what it is, how it is called, what is said of it, and what belongs to it."""

    name: str
    kind: str
    signature: str
    doc: str
    members: tuple[Entry, ...] = ()
    shows_itself: bool = False

    @property
    def anchor(self) -> str:
        """Where a web page has it."""
        return self.name


@dataclass(frozen=True)
class Group:
    """Names that are met together."""

    title: str
    line: str
    entries: tuple[Entry, ...]


def groups() -> list[Group]:
    """Everything, in groups."""
    package = importlib.import_module("handnet")
    found = [
        Group(title, line, tuple(_found(package, name) for name in names.split()))
        for title, line, names in GROUPS
    ]
    back = [
        _entry(name, getattr(importlib.import_module(f"handnet.{module}"), name))
        for module, names in GIVEN_BACK.items()
        for name in names
    ]
    return [
        *found,
        Group("What comes back", "Given back by the functions above, never made by hand.", tuple(back)),
    ]


def entry(name: str) -> Entry:
    """The entry with this name, as in "Problem" or "Problem.check"; raises HandnetError with the nearest names."""
    known = {each.name: each for group in groups() for top in group.entries for each in (top, *top.members)}
    name = name.removeprefix("handnet.").removeprefix("hn.").removesuffix("()")
    if name not in known:
        last = [each for each in known if each.rpartition(".")[2] == name]
        if len(last) == 1:
            return known[last[0]]
        near = f"it is one of {', '.join(last)}" if last else _near(name, known)
        raise HandnetError(f"no name {name!r} in the reference; {near}")
    return known[name]


def _near(name: str, known: Iterable[str]) -> str:
    """The nearest names, or where all are listed: there are too many for one line."""
    found = nearest(name, known)
    return suggestion(name, found) if found else "`handnet reference` has them all"


def _found(package: ModuleType, name: str) -> Entry:
    """The entry of a name; where what it needs is not installed, what its source says of it."""
    try:
        return _entry(name, getattr(package, name))
    except HandnetError as error:
        spec = importlib.util.find_spec(f"handnet.{name}")
        source = Path(spec.origin).read_text(encoding="utf-8") if spec and spec.origin else ""
        return Entry(name, "module", "", f"{ast.get_docstring(ast.parse(source))}\n\nHere {error}.")


def _entry(name: str, value: Any) -> Entry:
    if inspect.ismodule(value):
        listed = getattr(value, "__all__", None) or [
            each for each, made in vars(value).items()
            if inspect.isfunction(made) and made.__module__ == value.__name__ and not each.startswith("_")
        ]  # fmt: skip
        members = [_entry(f"{name}.{each}", getattr(value, each)) for each in listed]
        return Entry(name, "module", "", _doc(value), tuple(members))
    if inspect.isclass(value):
        members = [Entry(f"{name}.{each}", *_member(value, each)) for each in _own_members(value)]
        shown = issubclass(value, Shown) and value is not Shown
        return Entry(name, "class", _signature(name, value), _doc(value), tuple(members), shown)
    if callable(value):
        return Entry(name, "function", _signature(name, value), _doc(value))
    return Entry(name, "table", "", _said_below(f"handnet.{name.lower()}", name))


def _own_members(owner: type) -> Iterator[str]:
    """The public methods and properties that handnet defines for a class, in the order of the source."""
    seen: set[str] = set()
    for base in owner.__mro__:
        if not base.__module__.startswith("handnet") or (base in (Shown, Rounded) and owner is not base):
            continue
        for name, value in vars(base).items():
            if not name.startswith("_") and name not in seen and _is_member(value):
                seen.add(name)
                yield name


def _is_member(value: Any) -> bool:
    return isinstance(value, property | cached_property | classmethod | staticmethod) or inspect.isfunction(
        value
    )


def _member(owner: type, name: str) -> tuple[str, str, str]:
    """Kind, signature and docstring."""
    value = inspect.getattr_static(owner, name)
    if isinstance(value, property | cached_property):
        made = value.fget if isinstance(value, property) else value.func
        gives = inspect.signature(made).return_annotation if made is not None else inspect.Signature.empty
        kept = "" if gives is inspect.Signature.empty else f": {_annotation(gives)}"
        return "property", f"{name}{kept}", _doc(value)
    return (
        "method",
        _signature(name, getattr(owner, name), own=inspect.isfunction(value)),
        _doc(getattr(owner, name)),
    )


def _doc(value: Any) -> str:
    return inspect.getdoc(value) or ""


def _said_below(module: str, name: str) -> str:
    """The docstring that stands below a table in the source."""
    body = ast.parse(inspect.getsource(importlib.import_module(module))).body
    for line, following in pairwise(body):
        targets = line.targets if isinstance(line, ast.Assign) else [getattr(line, "target", None)]
        named = any(isinstance(each, ast.Name) and each.id == name for each in targets)
        if named and isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            return str(following.value.value)
    return ""


def _signature(name: str, value: Any, own: bool = False) -> str:
    """How it is called; a long list of arguments stands one on a line."""
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return name
    parameters = list(signature.parameters.values())[own:]
    written = list(_arguments(parameters))
    returns = signature.return_annotation
    given = returns is not inspect.Signature.empty and not inspect.isclass(value)
    back = f" -> {_annotation(returns)}" if given else ""
    short = f"{name}({', '.join(written)}){back}"
    if len(short) <= 88:
        return short
    return f"{name}(\n" + "".join(f"    {each},\n" for each in written) + f"){back}"


def _arguments(parameters: list[inspect.Parameter]) -> Iterator[str]:
    """Each argument with its type and default; a star where only names follow."""
    starred = False
    for each in parameters:
        if each.kind is each.VAR_POSITIONAL:
            starred = True
        if each.kind is each.KEYWORD_ONLY and not starred:
            starred = True
            yield "*"
        star = "*" * (1 if each.kind is each.VAR_POSITIONAL else 2 if each.kind is each.VAR_KEYWORD else 0)
        kind = "" if each.annotation is each.empty else f": {_annotation(each.annotation)}"
        default = "" if each.default is each.empty else f"{' = ' if kind else '='}{_default(each.default)}"
        yield f"{star}{each.name}{kind}{default}"


def _annotation(kind: Any) -> str:
    return kind if isinstance(kind, str) else getattr(kind, "__name__", str(kind))


def _default(value: Any) -> str:
    """A default as it is typed; dots for one that has no text of its own."""
    if isinstance(value, Notation):
        return repr(value.name)
    if is_dataclass(value) and not isinstance(value, type) and value == type(value)():
        return f"{type(value).__name__}()"
    text = value.__name__ if inspect.isfunction(value) or inspect.isclass(value) else repr(value)
    return "..." if " at 0x" in text or "<" in text else text
