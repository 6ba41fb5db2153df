"""A derivation or a solution read from JSON, every line checked; see the package's docstring."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from pathlib import Path

from ..digits import Digits
from ..errors import HandnetError
from ..files import read_text
from ..mistakes import Mistake
from ..problem import Problem
from ..quantity import Quantity
from ..render.text import formula_text
from ..rules import Rule
from ..setting import Setting
from ..solution import Solution, value_of
from ..solve import Trainer
from ..step import Derivation, Step
from ..terms import Number
from .entries import Entries, float_in, parsed, refuse, shown
from .problems import problem_in
from .settings import Quantities, setting_in
from .sources import source_in
from .terms import number_in, term_in
from .write import VERSION

LARGEST_FILE = 100_000_000
_HEAD = ("handnet", "format", "source", "setting", "goals", "given", "steps")
_SOLUTION = (*_HEAD, "digits", "problem")
_STEP = ("quantity", "letters", "rule", "title", "because", "part", "formula", "term", "inputs")
_VALUE = (*_STEP, "value", "written", "numbers")
_RULES = {rule.name.lower(): rule for rule in Rule}


def from_json(text_or_path: str | Path) -> Derivation | Solution:
    """The derivation or solution that `to_json` wrote, from its text or from a file.

    It equals what was written, and more can be derived from it. Raises HandnetError, in one line that says
    where, for what is not such a text, for another version, and for a line that does not hold.
    """
    if isinstance(text_or_path, str) and text_or_path.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return _calculation(text_or_path.lstrip("\ufeff"))
    if not isinstance(text_or_path, str | Path):
        raise HandnetError(f"JSON: found {type(text_or_path).__name__}; give the text, or the path of a file")
    text = read_text(text_or_path, LARGEST_FILE)
    try:
        return _calculation(text)
    except HandnetError as error:
        raise HandnetError(f"{text_or_path}: {error}") from None


def _calculation(text: str) -> Derivation | Solution:
    if len(text) > LARGEST_FILE:
        refuse("", f"more than {LARGEST_FILE // 1_000_000} million signs; that is no calculation")
    entries = parsed(text)
    version = entries.any("handnet")
    if type(version) is not int or version != VERSION:
        refuse("handnet", f"version {shown(version)} of the form; this program reads {VERSION}")
    kind = entries.choice("format", ("derivation", "solution"))
    entries.only(*(_HEAD if kind == "derivation" else _SOLUTION))
    setting = setting_in(entries.entries("setting"), source_in(entries.entries("source")))
    reader = _Reader(entries, setting)
    return reader.derivation() if kind == "derivation" else reader.solution()


class _Reader:
    """Reads what stands below the setting."""

    def __init__(self, entries: Entries, setting: Setting) -> None:
        self.entries, self.setting = entries, setting
        self.find = Quantities(setting.source).find

    def derivation(self) -> Derivation:
        given = [self.find(each, "given") for each in self.entries.members("given")]
        derivation = self._lines(given, _STEP)
        if list(derivation.given) != given:
            refuse("given", "it is what the lines use and none works out, in the order of first use")
        return derivation

    def solution(self) -> Solution:
        given = self._numbers()
        derivation = self._lines(given, _VALUE)
        values = {quantity: number.value for quantity, number in given.items()}
        for step, entries in zip(derivation.steps, self.entries.objects("steps"), strict=True):
            values[step.quantity] = self._value(step, entries, values, given)
        try:
            self.setting.source.check(given)
        except HandnetError as error:
            refuse("given", str(error)[:300])
        problem = self._problem(given)
        train = Trainer(problem, self._mistakes) if problem and problem.learning_rate is not None else None
        return Solution(derivation, given, values, self._digits(), train, problem)

    @property
    def _mistakes(self) -> tuple[Mistake, ...]:
        return self.setting.mistakes

    def _numbers(self) -> dict[Quantity, Number]:
        table = self.entries.entries("given")
        return {
            self.find(address, "given"): number_in(text, table.at(address))
            for address, text in table.found.items()
        }

    def _digits(self) -> Digits:
        entries = self.entries.entries("digits")
        entries.only("decimals", "significant")
        decimals, significant = (
            entries.optional(each, entries.whole) for each in ("decimals", "significant")
        )
        try:
            return Digits(decimals, significant)
        except HandnetError as error:
            refuse("digits", str(error))

    def _problem(self, given: Mapping[Quantity, Number]) -> Problem | None:
        entries = self.entries.optional("problem", self.entries.entries)
        return None if entries is None else problem_in(entries, self.setting.source, given)

    # --- the lines ---------------------------------------------------------------------------------------

    def _lines(self, given: Collection[Quantity], known: tuple[str, ...]) -> Derivation:
        """The derivation; each of its lines uses only what is given or stands above it."""
        there = set(given)
        steps: list[Step] = []
        for entries in self.entries.objects("steps"):
            entries.only(*known)
            step = self._step(entries)
            if step.quantity in there:
                refuse(entries.where, f"{step.quantity} is given or stands above already")
            for each in step.inputs:
                if each not in there:
                    refuse(entries.where, f"{each} is neither given nor worked out above {step.quantity}")
            there.add(step.quantity)
            steps.append(step)
        goals = tuple(self.find(each, "goals") for each in self.entries.members("goals"))
        for goal in goals:
            if goal not in there:
                refuse("goals", f"{goal} is neither given nor worked out in a line")
        return Derivation(tuple(steps), goals, self.setting)

    def _step(self, entries: Entries) -> Step:
        """One line; its formula, its inputs and its part are what its tree and its rule say."""
        quantity = self.find(entries.any("quantity"), entries.at("quantity"))
        entries.where += f" ({quantity})"
        rule = _RULES[entries.choice("rule", _RULES)]
        formula = term_in(entries.any("term"), self.find, entries.at("term"))
        step = Step(quantity, rule, formula)
        if entries.text("formula") != formula_text(formula):
            refuse(
                entries.where, f"the formula {shown(entries.text('formula'))} and its tree are not the same"
            )
        if entries.members("inputs") != [str(each) for each in step.inputs]:
            refuse(entries.where, f"the inputs are {' '.join(map(str, step.inputs))[:100] or 'none'}")
        if entries.text("part") != step.part.name.lower():
            refuse(entries.where, f"the rule {rule.title!r} belongs to the part {step.part.name.lower()!r}")
        return step

    def _value(
        self, step: Step, entries: Entries, values: Mapping[Quantity, float], given: Mapping[Quantity, Number]
    ) -> float:
        """The value that stands there, which must be that of the formula; the last digits may differ.

        They do where another machine's e^x or tanh rounds otherwise.
        """
        entries.where += f" ({step.quantity})"
        value = float_in(entries.any("value"), entries.at("value"))
        found = value_of(step, values, given, self.setting.source)
        if not _agree(value, found, [values[each] for each in step.inputs]):
            refuse(entries.where, f"the value is {value!r}, but its formula gives {found!r}")
        return value


def _agree(value: float, found: float, used: Collection[float]) -> bool:
    if value == found or (math.isnan(value) and math.isnan(found)):
        return True
    largest = max([1.0, *(abs(each) for each in used if math.isfinite(each))])
    return math.isclose(value, found, rel_tol=1e-9, abs_tol=1e-14 * largest)
