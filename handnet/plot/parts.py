"""Which parts of a drawn network stand for which quantities, and what a derivative walks over.

    unit    an input, or z and a of a unit        Part("unit", 1, (2,))
    weight  a line between two units              Part("weight", 1, (2, 1))
    bias    the number below a unit               Part("bias", 1, (2,))
    share   the line from an output to the loss   Part("share", 2, (1,))
    loss    the loss                              Part("loss")

The derivative of something by its direct argument is the way between the two: dz2[1]/da1[2] is the
line of w2[1,2]. Any other derivative stands where what it is taken by stands: dJ/dz1[2] at its unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from ..errors import HandnetError
from ..forward import ForwardPass
from ..names import PARAMETERS
from ..quantity import Derivative, Quantity, Variable
from ..setting import Setting

Lit: TypeAlias = str | Quantity | Iterable[str | Quantity]


class Part(NamedTuple):
    """One thing that is drawn; see the module."""

    kind: str
    layer: int = 0
    place: tuple[int, ...] = ()


LOSS = Part("loss")


def lit_parts(lit: Lit, setting: Setting) -> frozenset[Part]:
    """The parts for one goal (all ways from what it is taken by), or for each of several quantities.

    Raises HandnetError for anything but addresses and quantities of this network.
    """
    source = setting.source
    assert isinstance(source, ForwardPass)
    if isinstance(lit, str | Variable | Derivative):
        goal = setting.find(lit) if setting.members(lit) is None else None
        if isinstance(goal, Derivative):
            return frozenset(reaching(goal, source))
        lit = [lit]
    if not isinstance(lit, Iterable):
        raise HandnetError(
            f"path: found {lit!r}; give a derivative such as 'dJ/dw1[1,1]', or several quantities"
        )
    found = [quantity for each in lit for quantity in setting.expand(each)]
    return frozenset(part for quantity in found for part in parts_of(quantity, source))


def reaching(goal: Derivative, source: ForwardPass) -> set[Part]:
    """Everything through which what the goal is taken by reaches what is differentiated."""
    definitions = source.definitions(goal.of.time)
    found, waiting, seen = set(_standing(goal.by, source)), [goal.by], {goal.by}
    while waiting:
        by = waiting.pop()
        for user in definitions.paths(goal.of, by):
            found.update(_between(user, by, source), _standing(user, source))
            if user not in seen:
                seen.add(user)
                waiting.append(user)
    return found


def parts_of(quantity: Quantity, source: ForwardPass) -> tuple[Part, ...]:
    """The parts for one quantity; none for what is not drawn, such as eta."""
    if isinstance(quantity, Variable):
        return _standing(quantity, source)
    of, by = quantity
    definition = source.definitions(of.time).of.get(of)
    if definition is not None and by in (*definition.arguments, *definition.inner):
        return _between(of, by, source)
    return _standing(by, source)


def _standing(variable: Variable, source: ForwardPass) -> tuple[Part, ...]:
    """Where a variable stands."""
    name, layer, place = variable.name.rpartition("_")[2], variable.layer or 0, variable.place
    if name in ("x", "z", "a", "delta"):
        return (Part("unit", layer, place),)
    if name == "w":
        return (Part("weight", layer, place),)
    if name in PARAMETERS:
        places = [place] if place else [(unit,) for unit in range(1, source.network.layers[layer] + 1)]
        return tuple(Part("bias", layer, each) for each in places)
    if name == "y" or (name == "J" and place):
        return (Part("share", len(source.network.layers) - 1, place),)
    return (LOSS,) if name == "J" else ()


def _between(user: Variable, by: Variable, source: ForwardPass) -> tuple[Part, ...]:
    """The way from `by` to what uses it directly."""
    if user.name == "z" and by.name in ("a", "x"):
        return (Part("weight", user.layer or 0, (*user.place, *by.place)),)
    if user.name == "z" and by.name in ("b", "theta"):
        return (Part("bias", user.layer or 0, user.place),)
    if user.name == "a":  # its own z, or with softmax any of its layer
        return tuple(dict.fromkeys((*_standing(by, source), *_standing(user, source))))
    if user.name == "J" and by.name == "a":
        return (Part("share", by.layer or 0, by.place),)
    return _standing(by, source)
