"""The numbers of a problem, read from lists, tuples or arrays.

Every reader says in one line where a number is missing, too many, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .errors import HandnetError, counted
from .number import read_number
from .terms import Number


def members_of(given: Any) -> list[Any]:
    """The members of a list, tuple or array; a single number or text is one member."""
    return [given] if is_number(given) else list(given)


def is_number(given: Any) -> bool:
    """Whether this is meant as a single number."""
    listed = isinstance(given, list | tuple) or (
        hasattr(given, "__array__") and getattr(given, "shape", ()) != ()
    )
    return not listed


def read_samples(name: str, given: Any, width: int, count: int = 0) -> list[list[Number]]:
    """Rows of numbers from one sample or a list of samples.

    With one number a sample, the rows may be written without brackets: [0, 1, 1, 0]. `count` is how
    many samples are expected, if that is known.
    """
    if is_number(given):
        raise HandnetError(f"{name}: found {given!r}; give a list of numbers, or a list of such lists")
    members = list(given)
    if not members:
        raise HandnetError(f"{name}: there is no sample")
    rows: list[Any] = [members] if all(is_number(each) for each in members) else members
    if len(rows) == 1 and width == 1 and len(members) > 1 and len(members) == (count or len(members)):
        rows = [[each] for each in members]
    several = len(rows) > 1
    what = "input" if name == "x" else "output"
    read = []
    for sample, row in enumerate(rows, start=1):
        where = f"{name}, sample {sample}" if several else name
        numbers = members_of(row)
        if len(numbers) != width:
            raise HandnetError(
                f"{where}: {counted(len(numbers), 'number')}, but the network has {counted(width, what)}"
            )
        read.append([read_number(each, f"{where}, number {k}") for k, each in enumerate(numbers, start=1)])
    return read


def read_list(where: str, given: Any, count: int, members: str, who: str) -> list[Any]:
    """A list with `count` entries, called `members`; `who` begins "layer 2 has" in the message."""
    if given is None:
        raise HandnetError(f"{where}: missing; give one list for each of {count} {members}")
    if is_number(given):
        raise HandnetError(
            f"{where}: found {given!r}; give a list with one entry for each of {count} {members}"
        )
    each = list(given)
    if len(each) != count:
        raise HandnetError(
            f"{where}: {len(each)} {members if len(each) != 1 else members[:-1]}, but {who} {count}"
        )
    return each


def read_row(where: str, given: Any, count: int, what: str, layer: int | None) -> list[Number]:
    """`count` numbers: the weights into a unit of `layer`, or one number per unit if it is None."""
    numbers = members_of(given) if given is not None else []
    if len(numbers) != count:
        units = counted(count, "unit")
        if layer is None:
            who = f"it has {units}"
        else:
            who = f"layer {layer - 1} has {units}" if layer > 1 else f"there are {count} inputs"
        raise HandnetError(f"{where}: {counted(len(numbers), what)}, but {who}")
    return [read_number(each, f"{where}, {what} {k}") for k, each in enumerate(numbers, start=1)]


def read_shared(where: str, given: Any, width: int) -> Number:
    """The one bias of a layer, given once or for each unit alike."""
    numbers = [read_number(each, where) for each in members_of(given)]
    if len(numbers) not in (1, width) or len({number.value for number in numbers}) != 1:
        raise HandnetError(f"{where}: it is shared, so give one number; found {len(numbers)}")
    return numbers[0]


def read_names(where: str, given: Sequence[str], count: int) -> tuple[str, ...]:
    """No names, or as many as there are things to name."""
    if not isinstance(given, str | list | tuple) or not all(isinstance(each, str) for each in given):
        raise HandnetError(f"{where}: found {given!r}; give a list of names")
    names = (given,) if isinstance(given, str) else tuple(given)
    if names and len(names) != count:
        raise HandnetError(f"{where}: {counted(len(names), 'name')} for {count}")
    return names
