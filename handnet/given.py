"""The numbers of a problem, read from lists, tuples or arrays.

Every reader says in one line where a number is missing, too many, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .errors import HandnetError
from .number import read_number
from .terms import Number


def members_of(given: Any) -> list[Any]:
    """The members of a list, tuple or array; a single number or text is one member."""
    if isinstance(given, str) or not hasattr(given, "__iter__") or getattr(given, "shape", None) == ():
        return [given]
    return list(given)


def is_number(given: Any) -> bool:
    """Whether this is meant as a single number."""
    return isinstance(given, str) or not hasattr(given, "__iter__") or getattr(given, "shape", None) == ()


def read_samples(name: str, given: Any, width: int) -> list[list[Number]]:
    """Rows of numbers from one sample or a list of samples."""
    if is_number(given):
        raise HandnetError(f"{name}: found {given!r}; give a list of numbers, or a list of such lists")
    members = list(given)
    if not members:
        raise HandnetError(f"{name}: there is no sample")
    rows = [members] if all(is_number(each) for each in members) else members
    several = len(rows) > 1
    what = "input" if name == "x" else "output"
    read = []
    for sample, row in enumerate(rows, start=1):
        where = f"{name}, sample {sample}" if several else name
        numbers = members_of(row)
        if len(numbers) != width:
            raise HandnetError(
                f"{where}: {len(numbers)} number{'s' * (len(numbers) != 1)}, "
                f"but the network has {width} {what}{'s' * (width != 1)}"
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
        units = f"{count} unit{'s' * (count != 1)}"
        if layer is None:
            who = f"it has {units}"
        else:
            who = f"layer {layer - 1} has {units}" if layer > 1 else f"there are {count} inputs"
        raise HandnetError(f"{where}: {len(numbers)} {what}{'s' * (len(numbers) != 1)}, but {who}")
    return [read_number(each, f"{where}, {what} {k}") for k, each in enumerate(numbers, start=1)]


def read_shared(where: str, given: Any, width: int) -> Number:
    """The one bias of a layer, given once or for each unit alike."""
    numbers = [read_number(each, where) for each in members_of(given)]
    if len(numbers) not in (1, width) or len({number.value for number in numbers}) != 1:
        raise HandnetError(f"{where}: it is shared, so give one number; found {len(numbers)}")
    return numbers[0]


def read_names(where: str, given: Sequence[str], count: int) -> tuple[str, ...]:
    """No names, or as many as there are things to name."""
    names = (given,) if isinstance(given, str) else tuple(map(str, given))
    if names and len(names) != count:
        raise HandnetError(f"{where}: {len(names)} names for {count}")
    return names
