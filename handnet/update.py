"""Updates: how a parameter, its change and its velocity follow from its gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import HandnetError
from .names import ETA, MU, PARAMETERS
from .quantity import Derivative, Variable
from .rules import Rule
from .terms import ZERO, Difference, Product, Sum, Term, negated

if TYPE_CHECKING:
    from .forward import ForwardPass


def update_line(source: ForwardPass, variable: Variable) -> tuple[Rule, Term] | None:
    """The rule and formula of an updated parameter, of its change, or of its velocity.

    Plain: w+ = w - eta dJ/dw. With momentum, V starting at 0: V = mu V - eta dJ/dw, then
    w+ = w + V. One by one, each update uses the loss of one sample, in turn.
    """
    if variable.name in PARAMETERS and variable.time > 0:
        before = variable.at(variable.time - 1)
        if source.is_frozen(variable):
            return Rule.FROZEN, before
        if source.network.momentum is not None:
            return Rule.UPDATE, Sum((before, before.named(f"velocity_{before.name}")))
        return Rule.UPDATE, Difference(before, Product((ETA, gradient(source, before))))
    prefix, _, stem = variable.name.partition("_")
    if prefix not in ("change", "velocity") or stem not in PARAMETERS:
        return None
    parameter = variable.named(stem)
    if source.is_frozen(parameter):
        return Rule.FROZEN, ZERO
    if source.network.momentum is None:
        return Rule.CHANGE, negated(Product((ETA, gradient(source, parameter))))
    if prefix == "change":
        return Rule.CHANGE, variable.named(f"velocity_{stem}")
    last = variable.at(variable.time - 1) if variable.time > 0 else ZERO
    return Rule.VELOCITY, Difference(Product((MU, last)), Product((ETA, gradient(source, parameter))))


def gradient(source: ForwardPass, parameter: Variable) -> Term:
    """The derivative that an update of the parameter uses."""
    if source.network.loss is None:
        raise HandnetError(f"{parameter.at(parameter.time + 1)}: there is no loss, so there is no update")
    J = Variable("J", None, (), None, parameter.time)
    if source.network.updates == "batch" or source.samples == 1:
        return Derivative(J, parameter)
    own = J._replace(sample=parameter.time % source.samples + 1)
    if source.network.l2 is None or parameter.name != "w":
        return Derivative(own, parameter)
    return Sum((Derivative(own, parameter), Derivative(J.named("R"), parameter)))
