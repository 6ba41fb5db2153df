"""A problem worked out, in symbols and with numbers, by single neurons or with whole arrays.

`Problem` has these methods: `derive` writes the lines, `solve` puts the numbers in. Both take
`view="matrix"`; the index view is of a network alone, as it has no numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, cast, overload

from .digits import Digits, as_digits
from .errors import HandnetError
from .mistakes import Mistake
from .mistakes import mistakes as made_of
from .notation import STANDARD, Notation
from .notation import notation as as_notation
from .setting import Setting
from .shape import check_view
from .solution import Solution
from .study import Study

if TYPE_CHECKING:
    from .index_view import IndexView
    from .matrix_view import MatrixView
    from .matrix_view.numbers import MatrixSolution
    from .problem import Problem
    from .step import Derivation


class Worked(Study):
    """The methods of a problem that work it out."""

    __slots__ = ()

    @overload
    def derive(
        self,
        *goals: str,
        style: str = ...,
        mistakes: Iterable[str | Mistake] = ...,
        combined: bool | None = ...,
        notation: str | Notation = ...,
        view: Literal["neuron"] = ...,
        layout: None = ...,
    ) -> Derivation: ...

    @overload
    def derive(self, *, view: Literal["index"], notation: str | Notation = ...) -> IndexView: ...

    @overload
    def derive(
        self,
        *,
        view: Literal["matrix"],
        layout: str | None = ...,
        mistakes: Iterable[str | Mistake] = ...,
        combined: bool | None = ...,
        notation: str | Notation = ...,
    ) -> MatrixView: ...

    def derive(
        self,
        *goals: str,
        style: str = "chain",
        mistakes: Iterable[str | Mistake] = (),
        combined: bool | None = None,
        notation: str | Notation = STANDARD,
        view: str = "neuron",
        layout: str | None = None,
    ) -> Derivation | IndexView | MatrixView:
        """The lines that lead to the goals (by default forward, backward and update), in symbols.

        `view` and `layout` are those of `Network.derive`.
        """
        check_view(view, layout, goals, style)
        problem = cast("Problem", self)
        if view == "index":
            if mistakes:
                raise HandnetError("mistakes: the index view has none; take view='neuron' or 'matrix'")
            return problem.network.derive(view="index", notation=notation)
        setting = Setting(
            problem.forward_pass(), style, made_of(mistakes), combined, notation=as_notation(notation)
        )
        if view == "matrix":
            from .matrix_view import matrix_view

            return matrix_view(setting, layout or "columns", combined, problem.learning_rate is not None)
        wanted = [quantity for goal in goals for quantity in setting.expand(goal)]
        return setting.derive(tuple(wanted or problem.goals(setting.source)))  # type: ignore[arg-type]

    @overload
    def solve(
        self,
        *goals: str,
        style: str = ...,
        mistakes: Iterable[str | Mistake] = ...,
        given: Mapping[str, Any] | None = ...,
        combined: bool | None = ...,
        digits: Digits | int | None = ...,
        notation: str | Notation = ...,
        view: Literal["neuron"] = ...,
        layout: None = ...,
    ) -> Solution: ...

    @overload
    def solve(
        self,
        *,
        view: Literal["matrix"],
        layout: str | None = ...,
        mistakes: Iterable[str | Mistake] = ...,
        combined: bool | None = ...,
        digits: Digits | int | None = ...,
        notation: str | Notation = ...,
    ) -> MatrixSolution: ...

    def solve(
        self,
        *goals: str,
        style: str = "chain",
        mistakes: Iterable[str | Mistake] = (),
        given: Mapping[str, Any] | None = None,
        combined: bool | None = None,
        digits: Digits | int | None = None,
        notation: str | Notation = STANDARD,
        view: str = "neuron",
        layout: str | None = None,
    ) -> Solution | MatrixSolution:
        """The lines with numbers: forward, backward, update, or just what the goals need.

        `mistakes` are codes (or `Mistake`s) that are made on the way. `given` states values of
        quantities, which are then used and not worked out: "what follows from 0.456 for z2[1]".
        Where numbers leave the range of floats, softmax is written with its largest weighted
        sum subtracted, and cross-entropy with its combined rule. `notation` spells the lines, and
        its letters are understood in goals and in `given`. `view="matrix"` works with whole arrays,
        samples as `layout="columns"` or "rows": a line whose shapes do not fit says so and has no value.
        """
        check_view(view, layout, goals, style, given)
        if view == "index":
            raise HandnetError('view: the index view has no numbers; write problem.derive(view="index")')
        problem, made, letters = cast("Problem", self), made_of(mistakes), as_notation(notation)
        if view == "matrix":
            from .matrix_view.numbers import solve_problem

            return solve_problem(problem, layout or "columns", made, combined, digits, letters)
        from .solve import solve

        return solve(problem, goals, style, made, given or {}, combined, as_digits(digits), letters)
