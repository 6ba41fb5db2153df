"""What carries a calculation away: the methods of a derivation and of a solution that write it as JSON and code."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .shown import Shown

if TYPE_CHECKING:
    from .solution import Solution
    from .step import Derivation


class TakenAway(Shown):
    """Lines in symbols or with numbers; in code, numbers are what the arguments are if they are not given."""

    __slots__ = ()

    def to_json(self) -> str:
        """As JSON, which `handnet.from_json` reads back to an equal object; see `json_form`."""
        from .json_form import to_json

        return to_json(cast("Derivation | Solution", self))

    def to_python(self, name: str = "calculate") -> str:
        """As a function in Python that imports nothing but `math`; its arguments are what is given.

        Raises HandnetError for a name that no function can have.
        """
        from .code import python_code

        return python_code(cast("Derivation | Solution", self), name)

    def to_numpy(self, layout: str = "columns") -> str:
        """As NumPy code with whole arrays, samples as "columns" or "rows"; of a solution with its numbers.

        Raises HandnetError for a graph, which has no arrays.
        """
        from .code import numpy_code

        return numpy_code(cast("Derivation | Solution", self), layout)

    def to_javascript(self, name: str = "calculate") -> str:
        """As a function in a JavaScript module; its arguments are what is given.

        Raises HandnetError for a name that no function can have.
        """
        from .code import javascript_code

        return javascript_code(cast("Derivation | Solution", self), name)
