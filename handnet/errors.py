"""What handnet says when something a person typed does not fit.

Every message is one line: where, what was found, what fits, what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

LONGEST_MESSAGE = 2000


class HandnetError(ValueError):
    """Something that was typed or given cannot be used; the message says what would fit.

    Of a very long message, with all that somebody typed in it, the beginning and the end are kept. It may be
    a function: to look for what is nearest takes longer than all the rest of reading a formula, and where
    something is only tried as an address nobody reads the message.
    """

    def __init__(self, message: str | Callable[[], str] = "") -> None:
        super().__init__(message)

    def __str__(self) -> str:
        (message,) = self.args
        text = str(message() if callable(message) else message)
        if len(text) > LONGEST_MESSAGE:
            text = f"{text[: LONGEST_MESSAGE // 2]} ... {text[-LONGEST_MESSAGE // 4 :]}"
        self.args = (text,)
        return text

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __reduce__(self) -> tuple[type[HandnetError], tuple[str]]:
        return type(self), (str(self),)


class UnknownQuantity(HandnetError, LookupError):
    """An address that names nothing in this calculation."""


class UnreadableText(HandnetError):
    """A number, an address or a formula that cannot be read."""


class NoDerivative(HandnetError):
    """A derivative was asked for that does not exist (a step function, a quantity not upstream)."""


def shown(given: object, most: int = 60) -> str:
    """What somebody typed, in quotation marks; of what is very long only the beginning."""
    try:
        text = repr(given)
    except ValueError:  # Python refuses to print an int of thousands of digits
        text = "a number of thousands of digits"
    return text if len(text) <= most else f"{text[: most - 3]}..."


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
