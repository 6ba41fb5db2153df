"""The lines of the matrix view as NumPy code, for a derivation or a solution of a network."""

from __future__ import annotations

from ..errors import HandnetError
from ..forward import ForwardPass
from ..quantity import Variable
from ..solution import Solution
from .listing import Calculation


def numpy_code(calculation: Calculation, layout: str = "columns", as_function: bool = False) -> str:
    """The whole calculation with arrays: of a solution with its numbers; see `MatrixView.to_numpy`.

    Raises HandnetError for a graph, which has no layers, and for numbers that were stated for a line.
    """
    from ..matrix_view import matrix_view

    solution = calculation if isinstance(calculation, Solution) else None
    derivation = calculation.derivation if isinstance(calculation, Solution) else calculation
    setting = derivation.setting
    if not isinstance(setting.source, ForwardPass):
        raise HandnetError("numpy: a graph has no layers, so it has no arrays; write to_python()")
    if setting.known:
        stated = ", ".join(sorted(map(str, setting.known)))
        raise HandnetError(f"numpy: a value is stated for {stated}, and arrays are worked out whole")
    updated = any(isinstance(each, Variable) and each.time for each in derivation.goals)
    view = matrix_view(setting, layout, setting.combined, updated)
    if solution is None:
        return view.to_numpy(as_function=as_function)
    return view.solve(solution.given, solution.digits).to_numpy(as_function=as_function)
