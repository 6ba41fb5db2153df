"""The update of whole arrays: W2+ = W2 - eta dW2, with momentum and with frozen entries too."""

from __future__ import annotations

from collections.abc import Iterator

from ..quantity import Derivative, Quantity, Variable
from ..rules import Rule
from ..terms import Term, replace, times
from ..update import update_line
from .lines import ArrayLine, Rules


def update_lines(rules: Rules) -> Iterator[ArrayLine]:
    """The parameters after one update, from the last layer back; none where samples are taken one by one."""
    arrays = rules.arrays
    if arrays.network.loss is None or one_by_one(rules):
        return
    for layer in reversed(arrays.layers):
        for parameter in arrays.parameters(layer):
            if all(arrays.frozen(parameter)):
                yield ArrayLine(parameter.at(1), Rule.FROZEN, parameter, Rule.FROZEN.because)
                continue
            if arrays.network.momentum is not None:
                yield _line(rules, parameter.named(f"velocity_{parameter.name}"), parameter)
            yield _line(rules, parameter.at(1), parameter)


def one_by_one(rules: Rules) -> bool:
    """Whether each update uses a single sample, so that no line has all of them."""
    return rules.arrays.network.updates == "each" and rules.arrays.source.samples > 1


def _line(rules: Rules, quantity: Variable, parameter: Variable) -> ArrayLine:
    written = update_line(rules.arrays.source, quantity)
    assert written is not None
    rule, formula = written
    some = any(rules.arrays.frozen(parameter))

    def masked(each: Quantity) -> Term:
        return times(free(parameter), each) if some and isinstance(each, Derivative) else each

    written_for_all = rules.right(rule, quantity, formula, None)
    formula = replace(written_for_all, masked)
    frozen = "" if formula == written_for_all else " Frozen entries have a 0 in their place."
    return ArrayLine(quantity, rule, formula, rule.because + frozen)


def free(parameter: Variable) -> Variable:
    """An array with 1 for each entry that is trained and 0 for each that is frozen."""
    return parameter.named(f"free_{parameter.name}")
