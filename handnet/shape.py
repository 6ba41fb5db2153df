"""The shape of a network as it is asked for: sizes, activations, kinds of bias, read and checked.

Every reader raises HandnetError in one line that says what was found and what fits.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from .errors import HandnetError, counted, shown, suggestion
from .functions import Activation
from .functions import activation as activation_called

BIASES = {
    "unit": "a bias for each unit",
    "shared": "one bias for each layer",
    "none": "no bias",
    "threshold": "a threshold for each unit, subtracted",
}
MOST_WEIGHTS = 1_000_000
VIEWS = ("neuron", "index", "matrix")


def names_in(what: str, given: Any, fits: str) -> list[Any]:
    """The members of a list; raises for anything that is not one."""
    if not isinstance(given, list | tuple | set | frozenset):
        raise HandnetError(f"{what}: found {given!r}; give {fits}")
    return list(given)


def read_sizes(layers: Sequence[int]) -> tuple[int, ...]:
    """The sizes of the layers, input and output among them."""
    try:
        sizes = tuple(layers)
    except TypeError:
        sizes = ()
    if len(sizes) < 2:
        raise HandnetError(
            f"layers: found {shown(layers)}; give the sizes from input to output, as in [2, 2, 1]"
        )
    if isinstance(layers, str):
        raise HandnetError(f"layers: found {shown(layers)}; write the sizes as a list, as in [2, 2, 1]")
    for number, size in enumerate(sizes):
        if isinstance(size, bool) or not hasattr(size, "__index__") or size < 1:
            raise HandnetError(
                f"layers: size {number + 1} is {shown(size)}; each is a whole number, 1 or more"
            )
    weights = sum(start * to for start, to in pairwise(sizes))
    if weights > MOST_WEIGHTS:
        raise HandnetError(f"layers: {shown(weights)} weights; handnet writes out at most {MOST_WEIGHTS}")
    return tuple(int(size) for size in sizes)


def read_activations(given: Any, count: int) -> tuple[Activation, ...]:
    """One activation for each of `count` layers."""
    if isinstance(given, str | Activation):
        return (activation_called(given),) * count
    each = names_in("activation", given, f"one name, or a list of {count}")
    if len(each) != count:
        raise HandnetError(
            f"activation: {counted(len(each), 'name')} for {counted(count, 'layer')} with weights; "
            f"give one name, or {count}"
        )
    return tuple(
        activation_called(name, f"activation of layer {layer}") for layer, name in enumerate(each, start=1)
    )


def read_biases(given: Any, count: int) -> tuple[str, ...]:
    """One kind of bias for each of `count` layers."""
    each = (
        [given] * count
        if isinstance(given, str)
        else names_in("bias", given, f"one kind, or a list of {count}")
    )
    if len(each) != count:
        raise HandnetError(
            f"bias: {counted(len(each), 'kind')} for {counted(count, 'layer')} with weights; give one kind, or {count}"
        )
    return tuple(choice("bias", kind, BIASES) for kind in each)


def choice(what: str, given: Any, known: Collection[str]) -> str:
    """One of the known words."""
    if not isinstance(given, str) or given not in known:
        raise HandnetError(f"{what}: unknown {what} {given!r}; {suggestion(str(given), known)}")
    return str(given)


def check_view(view: str, layout: str | None, goals: Collection[str], style: str, given: Any = None) -> None:
    """Raise for what a view of a calculation does not take: only the neuron view has goals."""
    choice("view", view, VIEWS)
    if layout is not None and view != "matrix":
        raise HandnetError(f"layout: only the matrix view has samples as columns or rows, not view={view!r}")
    if view != "neuron" and goals:
        raise HandnetError(
            f"view={view!r} writes all lines and takes no goals; leave out {', '.join(map(str, goals))}"
        )
    if view != "neuron" and (style != "chain" or given):
        what = "given" if given else "style"
        raise HandnetError(f"{what}: only the neuron view has it, not view={view!r}")
