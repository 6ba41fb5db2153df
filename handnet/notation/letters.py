r"""Reading what is written in the letters of a notation.

    letters = Letters(table)         every spelling of a network's variables, in text and in LaTeX
    letters.find("w5+")              w2[1,1]+
    letters.find("dE_total/dw5")     dJ/dw2[1,1]
    letters.addresses("out_o1*(1 - out_o1)")       a2[1]*(1 - a2[1])

The marks of time, + and @100, stand behind a text and above a LaTeX letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from ..errors import nearest
from ..quantity import Derivative, Quantity, Variable, is_address, parse_address

_PARTIAL = re.compile(r"\\frac\{\\partial (?P<of>.*)\}\{\\partial (?P<by>.*)\}")
_TIME_ABOVE = re.compile(r",?(?:(?P<next>\+)|t=(?P<time>[0-9]+))\}")
_TIME_BEHIND = re.compile(r"(?P<rest>.*?)(?:(?P<next>\+)|@(?P<time>[0-9]+))", re.DOTALL)


class Letters:
    """The spellings of the variables before any update, and how to read them."""

    def __init__(self, table: Mapping[str, Variable]) -> None:
        self.table = table

    def find(self, typed: str) -> Quantity | None:
        """The quantity that is spelled like this, in text or in LaTeX; None if there is none."""
        typed = typed.strip()
        return self._variable(typed) or self._derivative(typed)

    def _variable(self, typed: str) -> Variable | None:
        found = self.table.get(typed)
        if found is not None:
            return found
        behind = _TIME_BEHIND.fullmatch(typed)
        if behind and behind["rest"] in self.table:
            return self.table[behind["rest"]].at(1 if behind["next"] else int(behind["time"]))
        above = _TIME_ABOVE.search(typed)
        if not above or "^" not in typed:
            return None
        plain = (typed[: above.start()] + "}" + typed[above.end() :]).replace("^{}", "")
        found = self.table.get(plain)
        return found and found.at(1 if above["next"] else int(above["time"]))

    def _derivative(self, typed: str) -> Derivative | None:
        partial = _PARTIAL.fullmatch(typed)
        if partial:
            of, by = self._variable(partial["of"]), self._variable(partial["by"])
            return Derivative(of, by) if of and by else None
        if not typed.startswith("d"):
            return None
        for slash in re.finditer("/d", typed):
            of, by = self._either(typed[1 : slash.start()]), self._either(typed[slash.end() :])
            if of and by:
                return Derivative(of.at(by.time) if of.time == 0 else of, by)
        return None

    def _either(self, typed: str) -> Variable | None:
        """A variable in the letters of the notation, or by its address."""
        found = self._variable(typed)
        if found is None and is_address(typed):
            quantity = parse_address(typed)
            return quantity if isinstance(quantity, Variable) else None
        return found

    def nearest(self, typed: str) -> list[str]:
        """The spellings that look most like what was typed."""
        return nearest(typed, list(self.table))

    def addresses(self, formula: str) -> str:
        """A formula typed in the letters of the notation, with addresses in their place."""

        def put(found: re.Match[str]) -> str:
            if found["one"]:
                return str(self.table[found["one"]])
            return str(Derivative(self.table[found["of"]], self.table[found["by"]]))

        return self._pattern.sub(put, formula)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Every spelling, longest first; w1 is none in w1[2,1], which is an address."""
        one = "|".join(map(re.escape, sorted(self.table, key=len, reverse=True)))
        return re.compile(rf"(?<!\w)(?:d(?P<of>{one})/d(?P<by>{one})|(?P<one>{one}))(?![\w\[])")
