"""A calculation as one Python function that imports nothing but `math`.

    def calculate(
        x1=0.05, x2=0.10,
        w1_1_1=0.15, w1_1_2=0.20,
        ...
    ):
        # Forward pass
        z1_1 = w1_1_1*x1 + w1_1_2*x2 + b1_1         # weighted sum
        ...
        return {"z1[1]": z1_1, ...}

Run as a program, it prints every value.
"""

from __future__ import annotations

from .functions import python_functions
from .layout import Form, argument_lines, step_lines
from .listing import Calculation, Listing
from .readable import Language, Readable

PYTHON = Form(
    Language({"tanh": "math.tanh", "arctan": "math.atan", "max": "max"}, bracketed=True),
    comment="#",
    indent="    ",
    default="=",
    corrected=lambda name, off, near, exact: [f"if abs({off}) < {near}:", f"    {name} = {exact}"],
)
_MAIN = """
if __name__ == "__main__":
    for address, value in {name}().items():
        print(f"{{address:{width}}} {{value!r}}")
"""


def python_code(calculation: Calculation, name: str = "calculate") -> str:
    """A module with one function: what is given as arguments, a dict of all values by address as result.

    The numbers of a solution are the defaults of the arguments; a derivation's arguments have none.
    Raises HandnetError for a name that no function can have.
    """
    listing = Listing(calculation, name)
    readable = Readable(listing.identifiers, PYTHON.language)
    steps = step_lines(listing, PYTHON, readable)
    functions = python_functions(readable.called)
    lines = ['"""A calculation written out line by line, by handnet."""', ""]
    lines += [f"# {line}".rstrip() for line in listing.heading]
    if any("math." in line for line in [*functions, *steps]):
        lines += ["", "import math"]
    for function in functions:
        lines += ["", "", *function.rstrip().splitlines()]
    results = [f'        "{address}": {identifier},' for address, identifier in listing.results]
    lines += ["", "", *_head(listing), "", *steps, "", "    return {", *results, "    }", ""]
    text = "\n".join(lines)
    if listing.solution is not None:
        width = max((len(address) for address, _ in listing.results), default=0)
        text += "\n" + _MAIN.format(name=listing.name, width=width)
    return text


def _head(listing: Listing) -> list[str]:
    says = '    """Every value that the lines work out, by address."""'
    arguments = argument_lines(listing, PYTHON)
    if not arguments:
        return [f"def {listing.name}():", says]
    return [f"def {listing.name}(", *arguments, "):", says]
