"""JSON taken apart with care: each entry of the kind that it must be, or one line that says where not.

`Entries` is one object of the file; it knows where it stands. What has no entry of its own is refused.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn, TypeVar

from ..errors import HandnetError, suggestion

Read = TypeVar("Read")
LONGEST_SHOWN = 40


def refuse(where: str, what: str) -> NoReturn:
    """Raise the one line that says where, and what does not fit."""
    raise HandnetError(f"{where}: {what}" if where else what)


def parsed(text: str) -> Entries:
    """The object that the text is; strict JSON, in which no name stands twice."""
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole)
    except RecursionError:
        refuse("", "not readable as JSON: lists in lists far too deep")
    except HandnetError:
        raise
    except ValueError as error:
        refuse("", f"not readable as JSON: {str(error)[:100]}")
    return Entries(found, "")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        refuse("", f"not readable as JSON: {shown(twice)} stands twice in one object")
    return found


def _no_number(word: str) -> NoReturn:
    refuse("", f"not readable as JSON: {word} is no number there; write it as text, {json.dumps(word)}")


def _whole(digits: str) -> int | float:
    """A whole number; one of very many digits as the float that it is, which may be infinite."""
    return int(digits) if len(digits) <= 20 else float(digits)


def shown(value: Any) -> str:
    """What was found, in a few words on one line."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = json.dumps(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


class Entries:
    """One object of the file, and where it stands."""

    def __init__(self, found: Any, where: str) -> None:
        if not isinstance(found, dict):
            refuse(where, f"found {shown(found)}; an object in braces is needed there")
        self.found: dict[str, Any] = found
        self.where = where

    def only(self, *known: str) -> None:
        """Raise for an entry that is none of these."""
        for name in self.found:
            if name not in known:
                near = suggestion(name[:LONGEST_SHOWN], known)
                refuse(self.where, f"unknown entry {shown(name)}; {near}")

    def at(self, name: str) -> str:
        """Where an entry of this object stands."""
        return f"{self.where}, {name}" if self.where else name

    def any(self, name: str) -> Any:
        """The entry with this name, of whatever kind."""
        if name not in self.found:
            refuse(self.where, f"the entry {name!r} is missing")
        return self.found[name]

    def _of(self, name: str, kind: type[Read], fits: str) -> Read:
        value = self.any(name)
        if type(value) is not kind:
            refuse(self.at(name), f"found {shown(value)}; it is {fits}")
        return value

    def text(self, name: str) -> str:
        """An entry that is text."""
        return self._of(name, str, "text")

    def flag(self, name: str) -> bool:
        """An entry that is true or false."""
        return self._of(name, bool, "true or false")

    def whole(self, name: str, least: int = 0) -> int:
        """An entry that is a whole number."""
        value = self._of(name, int, "a whole number")
        if value < least:
            refuse(self.at(name), f"found {value}; it is a whole number from {least} on")
        return value

    def optional(self, name: str, read: Callable[[str], Read]) -> Read | None:
        """An entry that may be null or not be there."""
        return None if self.found.get(name) is None else read(name)

    def entries(self, name: str) -> Entries:
        """An entry that is an object."""
        return Entries(self.any(name), self.at(name))

    def members(self, name: str) -> list[Any]:
        """An entry that is a list."""
        return self._of(name, list, "a list")

    def objects(self, name: str) -> Iterator[Entries]:
        """The members of a list of objects."""
        for number, each in enumerate(self.members(name), start=1):
            yield Entries(each, f"{self.at(name)} {number}")

    def texts(self, name: str) -> list[str]:
        """An entry that is a list of texts."""
        return [text_in(each, self.at(name)) for each in self.members(name)]

    def choice(self, name: str, known: Iterable[str]) -> str:
        """An entry that is one of these words."""
        value, known = self.text(name), list(known)
        if value not in known:
            refuse(self.at(name), f"found {shown(value)}; {suggestion(value[:LONGEST_SHOWN], known)}")
        return value


def text_in(value: Any, where: str) -> str:
    """A member of a list that is text."""
    if not isinstance(value, str):
        refuse(where, f"found {shown(value)}; it is text")
    return value


_BEYOND = {"Infinity": math.inf, "-Infinity": -math.inf, "NaN": math.nan}


def float_form(value: float) -> float | str:
    """A value for JSON, which has numbers only for those that are finite."""
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def float_in(value: Any, where: str) -> float:
    """A value from JSON; the texts Infinity, -Infinity and NaN are values too."""
    if isinstance(value, str) and value in _BEYOND:
        return _BEYOND[value]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        fits = 'a number of a float, or "Infinity", "-Infinity", "NaN"'
        refuse(where, f"found {shown(value)}; it is {fits}")
    return float(value)
