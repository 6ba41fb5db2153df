"""What handnet says when something a person typed does not fit.

Every message is one line: where, what was found, what fits, what to do.
"""

from __future__ import annotations

from collections.abc import Iterable


class HandnetError(ValueError):
    """Something that was typed or given cannot be used; the message says what would fit."""


class UnknownQuantity(HandnetError, LookupError):
    """An address that names nothing in this calculation."""


class UnreadableText(HandnetError):
    """A number, an address or a formula that cannot be read."""


class NoDerivative(HandnetError):
    """A derivative was asked for that does not exist (a step function, a quantity not upstream)."""


def nearest(word: str, known: Iterable[str], most: int = 4) -> list[str]:
    """The entries of `known` that look most like `word`, best first."""
    import difflib

    return difflib.get_close_matches(word, list(known), n=most, cutoff=0.5)


def suggestion(word: str, known: Iterable[str]) -> str:
    """The end of an error message: the nearest entries of `known`, or all of them."""
    known = list(known)
    near = nearest(word, known)
    if near:
        return f"did you mean {' or '.join(repr(each) for each in near[:2])}?"
    return "choose from " + ", ".join(known)


def counted(count: int, noun: str) -> str:
    """A number of things in words: 1 layer, 2 layers."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
