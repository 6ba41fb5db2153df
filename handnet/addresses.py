"""The addresses of a network: the one canonical spelling, and what to say of an unknown one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import UnknownQuantity
from .graph import unknown
from .names import ETA, GIVEN, LAMBDA, MU
from .quantity import Variable

if TYPE_CHECKING:
    from .forward import ForwardPass


def canonical(source: ForwardPass, variable: Variable) -> Variable:
    """The variable that is meant, for the other ways to write it.

    a0[k] is x[k]; (1) may be written where there is one sample; J[1] is J where there is one
    output; b1[j] is b1 where the bias is shared. Raises UnknownQuantity for what the network
    does not have, and for a quantity of one sample where the sample is missing.
    """
    name, layer, place, sample, time = variable
    if name == "a" and layer == 0:
        name, layer = "x", None
    if name in GIVEN:
        time = 0
    if source.samples == 1 and sample == 1 and name not in ("eta", "mu", "lambda"):
        sample = None
    if name == "J" and source.one_share and place == (1,):
        place = ()
    stem = name.removeprefix("change_").removeprefix("velocity_")
    if (
        stem == "b"
        and layer
        and layer < len(source.network.layers)
        and source.network.biases[layer - 1] == "shared"
    ):
        place = () if len(place) == 1 and 1 <= place[0] <= source.network.layers[layer] else place
    found = Variable(name, layer, place, sample, time)
    if not _exists(source, found._replace(time=0), stem):
        raise _unknown(source, found, variable)
    return found


def _exists(source: ForwardPass, variable: Variable, stem: str) -> bool:
    """Whether the network has this variable, written canonically, at time 0."""
    definitions = source.definitions()
    if variable in definitions.of or variable in definitions.users:
        return True
    match variable.name:
        case "eta":
            return variable == ETA
        case "mu":
            return variable == MU and source.network.momentum is not None
        case "lambda":
            return variable == LAMBDA and source.network.l2 is not None
        case "delta":
            return source.network.loss is not None and variable.named("z") in definitions.of
        case name if name.startswith("velocity_") and source.network.momentum is None:
            return False
        case "y":
            has_it = variable.place in source.network.outputs and variable.sample in source.sample_numbers
            return has_it and variable.layer is None
    return variable.name != stem and variable.named(stem) in source.parameters()


def _unknown(source: ForwardPass, variable: Variable, typed: Variable) -> UnknownQuantity:
    definitions = source.definitions()
    if variable.sample is not None and source.samples == 1:
        bare = variable._replace(sample=None, time=0)
        if _exists(source, bare, bare.name):
            return UnknownQuantity(
                f"no quantity {str(typed)!r}: there is one sample; write {bare.at(variable.time)}"
            )
    if variable.sample is None and source.samples > 1:
        some = [variable._replace(sample=sample, time=0) for sample in source.sample_numbers]
        if _exists(source, some[0], variable.name):
            choices = " ".join(str(each.at(variable.time)) for each in some[:8])
            more = " ..." if len(some) > 8 else ""
            return UnknownQuantity(
                f"{str(typed)!r} has a value for each of {source.samples} samples; choose from {choices}{more}"
            )
    return unknown(typed, [*definitions.of, *definitions.given], f"a {source.title} network")
