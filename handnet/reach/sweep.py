"""Every quantity from what a person has: their own value where they gave one, worked out where not.

    sweep = Sweep(working, given, known, Exactly(Floats()))
    sweep.value(q)         what later lines use
    sweep.worked_out(q)    what the line of q gives, whatever the person wrote for q

`known` has a person's own values: an error term and the derivative that it is are known together, and
neither is worked out from the other where only one of them was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from ..quantity import Quantity
from ..terms import Term, quantities
from .working import Working


class Known(NamedTuple):
    """A person's own value, in the form that the reader takes, and for whom there is one.

    Where the value is that of the `twin`, an error term or the derivative that it is, `own` says for
    whom it was written itself.
    """

    value: Any
    mask: Any
    twin: Quantity | None = None
    own: Any = True

    def seen_from(self, user: Quantity) -> Any:
        """For whom the line of `user` takes this value instead of working it out."""
        return self.own if user == self.twin else self.mask


class Reader(Protocol):
    """What a sweep carries along: numbers, boxes, or whether something is wrong."""

    def given(self, value: Any) -> Any:
        """A given number as this reader has it."""

    def merge(self, mask: Any, own: Any, worked_out: Any) -> Any:
        """The person's own value where there is one."""

    def of(self, term: Term, values: Mapping[Quantity, Any]) -> Any:
        """The formula, read."""


class Sweep:
    """The values of one working, each worked out once."""

    def __init__(
        self,
        working: Working,
        given: Mapping[Quantity, Any],
        known: Mapping[Quantity, Known],
        reader: Reader,
        changed: Mapping[Quantity, Term] | None = None,
        base: Sweep | None = None,
    ) -> None:
        self.working, self.given, self.known, self.reader = working, given, known, reader
        self.changed = changed or {}
        self._base = base  # the same without the changes: what comes before them is taken from there
        self._touched = working.later(self.changed) if base is not None else None
        self._found: dict[Quantity, Any] = {}

    def value(self, quantity: Quantity) -> Any:
        """The person's own value, or what follows from their own values."""
        own = self.known.get(quantity)
        if own is None:
            return self.worked_out(quantity)
        if own.mask is True:
            return own.value
        return self.reader.merge(own.mask, own.value, self.worked_out(quantity))

    def worked_out(self, quantity: Quantity) -> Any:
        """What the line of this quantity gives from the person's own earlier values."""
        found, known = self._found, self.known
        if quantity in found:
            return found[quantity]
        waiting = [quantity]
        begun: set[Quantity] = set()
        while waiting:
            each = waiting[-1]
            if self._is_there(each):
                waiting.pop()
                continue
            formula = self._formula(each)
            if formula is None:
                found[each] = self.reader.given(self.given[each])
                continue
            inputs = self._inputs(each)
            missing = [
                x
                for x in inputs
                if x not in found and not self._untouched(x) and not (x in known and self._is_cut(x, each))
            ]
            if missing:
                if each in begun:
                    raise RecursionError(f"{each} depends on itself")
                begun.add(each)
                waiting += missing
                continue
            used = {x: self._used(x, each) if x in known else self._there(x) for x in inputs}
            found[each] = self.reader.of(formula, used)
            waiting.pop()
        return self._there(quantity)

    def _formula(self, quantity: Quantity) -> Term | None:
        return self.changed.get(quantity) or self.working.formulas.get(quantity)

    def _inputs(self, quantity: Quantity) -> tuple[Quantity, ...]:
        if quantity in self.changed:
            return tuple(dict.fromkeys(quantities(self.changed[quantity])))
        return self.working.inputs[quantity]

    def _is_there(self, quantity: Quantity) -> bool:
        return quantity in self._found or self._untouched(quantity)

    def _untouched(self, quantity: Quantity) -> bool:
        """Whether the changes leave this as it is, so that it need not be worked out again."""
        if self._base is None or self._touched is None or quantity in self._touched:
            return False
        return quantity in self.working.formulas or quantity in self.given

    def _there(self, quantity: Quantity) -> Any:
        if quantity in self._found:
            return self._found[quantity]
        assert self._base is not None
        return self._base.worked_out(quantity)

    def _is_cut(self, quantity: Quantity, user: Quantity) -> bool:
        """Whether everybody has a value of their own, so that nothing before it matters."""
        return self.known[quantity].seen_from(user) is True

    def _used(self, quantity: Quantity, user: Quantity) -> Any:
        """What the line of `user` takes for a known quantity."""
        own = self.known[quantity]
        mask = own.seen_from(user)
        if mask is False:
            return self._there(quantity)
        if mask is True:
            return own.value
        return self.reader.merge(mask, own.value, self._there(quantity))
