"""A calculation as one JavaScript function, in a module that imports nothing.

    export function calculate({
      x1 = 0.05, x2 = 0.10,
      ...
    } = {}) {
      // Forward pass
      const z1_1 = w1_1_1*x1 + w1_1_2*x2 + b1_1;      // weighted sum
      ...
      return { "z1[1]": z1_1, ... };
    }

It runs in Node (`import { calculate } from "./calculation.mjs"`) and in a page (`<script type="module">`).
"""

from __future__ import annotations

from .functions import javascript_functions
from .layout import Form, argument_lines, step_lines
from .listing import Calculation, Listing
from .readable import Language, Readable

_MATH = {
    "tanh": "tanh",
    "arctan": "atan",
    "exp": "exp",
    "ln": "log",
    "sqrt": "sqrt",
    "sin": "sin",
    "cos": "cos",
}
JAVASCRIPT = Form(
    Language(
        {name: f"Math.{theirs}" for name, theirs in _MATH.items()}, once="const ", again="let ", end=";"
    ),
    comment="//",
    indent="  ",
    default=" = ",
    corrected=lambda name, off, near, exact: [f"if (Math.abs({off}) < {near}) {name} = {exact};"],
)


def javascript_code(calculation: Calculation, name: str = "calculate") -> str:
    """A module that exports one function: given numbers as properties of an object, all values by address.

    The numbers of a solution are the defaults of the properties; a derivation's have none.
    Raises HandnetError for a name that no function can have.
    """
    listing = Listing(calculation, name)
    readable = Readable(listing.identifiers, JAVASCRIPT.language)
    steps = step_lines(listing, JAVASCRIPT, readable)
    lines = ["// A calculation written out line by line, by handnet.", "//"]
    lines += [f"// {line}".rstrip() for line in listing.heading]
    for function in javascript_functions(readable.called):
        lines += ["", function]
    results = [f"    {_key(address)}: {identifier}," for address, identifier in listing.results]
    lines += ["", "/* Every value that the lines work out, by address. */", *_head(listing), *steps]
    return "\n".join([*lines, "", "  return {", *results, "  };", "}", ""])


def _head(listing: Listing) -> list[str]:
    arguments = argument_lines(listing, JAVASCRIPT)
    if not arguments:
        return [f"export function {listing.name}() {{"]
    without = "" if listing.solution is None else " = {}"
    return [f"export function {listing.name}({{", *arguments, f"}}{without}) {{"]


def _key(address: str) -> str:
    """A key of an object: `"__proto__"` would be its prototype, `["__proto__"]` is a key."""
    return f'["{address}"]' if address == "__proto__" else f'"{address}"'
