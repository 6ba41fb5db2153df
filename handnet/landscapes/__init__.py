"""The loss as a landscape over some of its quantities, and walks on it.

    land = hn.landscape(problem, "w1[1,1]")              J along one weight, all else as given
    land.value(0.5), land.slope(0.5), land.values(array)
    land.descend(0.5, learning_rate=1, updates=20)       gradient descent     (`descent`)
    land.perturb(0.5, size=1, tries=20, seed=1)          nudges at random     (`perturbation`)
    land.restarts([-2, 0, 2], 1, 100)                    from several starts  (`restarts`)

One or two quantities can be drawn; walks take as many as there are, such as all weights of a
problem. Values and slopes come from the lines of the derivation, compiled. What stands on a page
is written in `page`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ..errors import HandnetError
from ..forward import ForwardPass
from ..graph import Graph, Source
from ..notation import Notation
from ..notation import notation as as_notation
from ..numeric import Program
from ..problem import Problem
from ..quantity import Quantity, Variable
from ..setting import Setting
from ..solution import Solution
from ..terms import Number
from .surface import Landscape

Given = dict[Quantity, Number]


def landscape(
    what: Problem | Solution,
    *addresses: str,
    of: str | None = None,
    notation: str | Notation | None = None,
) -> Landscape:
    """The loss of a problem, or of a solved graph, over quantities that are given.

    `addresses` name weights, biases, inputs or whole arrays, whose frozen members stay; without any,
    all trained parameters move, or all that is given in a graph. `of` may be another quantity
    than the loss. A solution that was made with mistakes has their gradients.
    """
    setting, given = _calculation(what)
    if notation is not None:
        setting = replace(setting, notation=as_notation(notation))
    target = setting.find(of) if of is not None else _target(setting)
    if addresses:
        moved = [each for address in addresses for each in _named(setting, address, target, given)]
    else:
        moved = _trained(setting, target, given)
    if any(isinstance(each, Variable) and each.name == "y" for each in moved):
        setting = replace(setting, source=_for_any_targets(setting.source))
    return Landscape(setting, given, list(dict.fromkeys(moved)), target)


def _calculation(what: Any) -> tuple[Setting, Given]:
    """How it is worked out, and the given numbers; a problem is worked out as in training."""
    if isinstance(what, Solution):
        return what.derivation.setting, dict(what.given)
    if isinstance(what, Problem):
        return Setting(what.forward_pass(shifted=True, alike=True), "delta"), dict(what.values)
    fits = (
        "give it numbers, as in graph.solve({...})"
        if isinstance(what, Graph)
        else "give a Problem or a Solution"
    )
    raise HandnetError(f"landscape: {what!r} has no numbers; {fits}")


def _for_any_targets(source: Source) -> Source:
    """The same forward pass, not only for targets that add up to 1."""
    if not isinstance(source, ForwardPass):
        return source
    return ForwardPass(source.network, source.samples, shifted=source.shifted)


def _target(setting: Setting) -> Quantity:
    """What is looked at unless told: the loss, the only output, the last line of a graph."""
    source = setting.source
    definitions = source.definitions()
    if isinstance(source, Graph):
        return source.last
    if definitions.total is not None:
        return definitions.total
    *_, last = definitions.of
    if isinstance(source, ForwardPass) and len(source.network.outputs) == source.samples == 1:
        return last
    raise HandnetError(f"landscape: there is no loss, so say what to look at, as in of='{last}'")


def _named(setting: Setting, address: str, target: Quantity, given: Given) -> list[Quantity]:
    """The quantities with this address; of an array those that move the target and are not frozen."""
    members = setting.expand(address)
    for each in members:
        if each not in given:
            name = setting.spelling.text(each)
            raise HandnetError(f"landscape: {name} is not given; take what is given, such as a weight")
    return members if setting.members(address) is None else _moving(setting, target, members)


def _trained(setting: Setting, target: Quantity, given: Given) -> list[Quantity]:
    """All parameters, or all that is given in a graph, that move the target and are not frozen."""
    source = setting.source
    every = source.parameters() if isinstance(source, ForwardPass) else given
    return _moving(setting, target, every)


def _moving(setting: Setting, target: Quantity, some: Iterable[Quantity]) -> list[Quantity]:
    inputs = set(Program(setting.derive((target,)).steps, (target,)).inputs)
    source = setting.source
    frozen = source.is_frozen if isinstance(source, ForwardPass) else lambda _: False
    return [each for each in some if each in inputs and not (isinstance(each, Variable) and frozen(each))]
