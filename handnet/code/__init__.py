"""A calculation as code to take away: one function that needs nothing else, in Python or JavaScript.

    python_code(solution)          def calculate(x1=0.05, …): every line, then all values by address
    javascript_code(solution)      the same as an ES module, for Node and for a page
    numpy_code(solution)           the lines of the matrix view, with whole arrays

Each line of the calculation is one line of code, in the same order, with its rule beside it. The
operations are those of `value.evaluate`, one by one, so that the values are the library's to the last
bit; in JavaScript the functions (e^z, tanh, ln) may differ from Python's in the last digit. The
functions that formulas call are taken from handnet's own source text, only those that are needed.

    names       identifiers from addresses        readable    formulas with few brackets
    functions   the functions that formulas call  listing     what both languages write, and in which order
    python      javascript                        how each language lays it out
"""

from __future__ import annotations

from .arrays import numpy_code
from .javascript import javascript_code
from .python import python_code

__all__ = ["javascript_code", "numpy_code", "python_code"]
