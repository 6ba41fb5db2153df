"""What a person already has: values read, and the first one that does not fit.

A value fits unless the checker calls it wrong (`check`): it fits if it is right, also when rounded on
the way, or what follows from the person's own other values.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ..answer import read_answer
from ..check.criteria import Criteria
from ..check.one import check, first_wrong
from ..check.report import Report
from ..errors import HandnetError
from ..forward import ForwardPass
from ..number import read_number
from ..problem import Problem
from ..quantity import Derivative, Quantity, Variable
from ..setting import Setting
from ..solution import Solution, solved
from ..terms import Number

MOST_QUESTIONS = 2


class Answers:
    """The values that a person has for one problem, in the order in which they are worked out.

    own        what the person gave, but for what the problem gives
    known      the same, an error term and the derivative that it is together
    misread    numbers of the problem itself that the person has otherwise
    """

    def __init__(self, problem: Problem, solution: Solution, given: Mapping[str, Any] | None) -> None:
        self.problem, self.solution = problem, solution
        self.setting: Setting = solution.derivation.setting
        self.own: dict[Quantity, Number] = {}
        self.misread: dict[Quantity, Number] = {}
        for quantity, number in _read(self.setting, given).items():
            stated = solution.given.get(quantity)
            if stated is None:
                self.own[quantity] = number
            elif not read_answer(number.text).is_for(stated.value):  # it was only to be copied
                self.misread[quantity] = number
        self.known = dict(self.own)
        for quantity, number in self.own.items():
            twin = self._twin(quantity)
            written = Variable if self.setting.style == "delta" else Derivative
            if isinstance(twin, written) and twin not in self.own:  # what the lines of this style use
                self.known[twin] = self._signed(number)

    def first_wrong(self) -> Quantity | None:
        """The first value that fits neither the person's own values nor the right ones."""
        return first_wrong(
            self.problem, {str(quantity): number.text for quantity, number in self.own.items()}
        )

    def questions(self, quantity: Quantity) -> list[str]:
        """The questions that lead to the known mistakes which give exactly the person's number."""
        mistakes = self._report[quantity].mistakes
        return list(dict.fromkeys(each.hint for each in mistakes))[:MOST_QUESTIONS]

    @cached_property
    def _report(self) -> Report:
        texts = {str(each): number.text for each, number in self.own.items()}
        return check(self.problem, texts, Criteria(pairs=False))

    def line_of(self, quantity: Quantity) -> Solution:
        """The line of a quantity with the person's numbers, and the lines of what they do not have."""
        others = {each: number for each, number in self.known.items() if each not in self._same(quantity)}
        derivation = self.setting.knowing(frozenset(others)).derive((quantity,))
        return solved(derivation, {**self.solution.given, **others}, self.solution.digits)

    def _same(self, quantity: Quantity) -> tuple[Quantity | None, ...]:
        return quantity, self._twin(quantity)

    def _twin(self, quantity: Quantity) -> Quantity | None:
        source = self.setting.source
        return source.twin(quantity) if isinstance(source, ForwardPass) else None

    def _signed(self, number: Number) -> Number:
        if self.setting.source.convention.error_sign == 1:
            return number
        return Number(f"-{number.text}".removeprefix("--"), -number.value)


def _read(setting: Setting, given: Mapping[str, Any] | None) -> dict[Quantity, Number]:
    """The values by quantity; what is blank is not there."""
    if given is not None and not isinstance(given, Mapping):
        raise HandnetError(f"given: found {given!r}; give values by address, as in {{'z1[1]': '0.4'}}")
    found: dict[Quantity, Number] = {}
    for address, value in (given or {}).items():
        quantity = setting.find(address)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        number = read_number(value, f"given, {address}")
        if found.setdefault(quantity, number) != number:
            texts = f"{found[quantity].text} and {number.text}"
            raise HandnetError(f"given: {setting.spelling.text(quantity)} is there twice, as {texts}")
    return found
