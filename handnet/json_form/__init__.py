"""A derivation or a solution as JSON, to be kept and read back, or read by other programs.

    text = solution.to_json()
    handnet.from_json(text) == solution          also from_json("worked.json")

The form is described for programs in `schema.json` (JSON Schema 2020-12), beside this file:

    handnet   1: the version of this form          format   "derivation" or "solution"
    source    what is worked out: a network, or the formulas of a graph
    setting   how: style, convention, mistakes, stated quantities, notation
    goals     the addresses that were asked for
    given     the addresses of what no line works out; in a solution with the numbers as they were given
    steps     the lines in order; each has
        quantity   its address                     letters   in the notation, where that has its own
        rule       a stable name                   title, because, part   what the rule says
        formula    as it is typed                  term      the same as a tree, in the order written
        inputs     the addresses it uses
        value, written, numbers                    in a solution: the float, its digits, the formula with
                                                   numbers put in
    digits, problem                                in a solution: how numbers are shown; title and what is asked

A number is text where a person gave it ("0.10" stays "0.10"), a JSON number where it was worked out;
"Infinity", "-Infinity" and "NaN" are text, because JSON has no such numbers.

Reading trusts nothing. It evaluates no text, bounds what it builds, and checks every line: that it uses
only what is given or stands above it, that the tree is the formula, that the value is the formula's value. A
file that was changed is refused in one line that names the line. `title`, `because`, `written`, `numbers`
and `letters` are for readers of the file and are not read back. More can be asked of what was read, as
of what was written: what is not among the lines is derived in the same setting.

    write   read        both ways            sources   settings   own    what a calculation rests on
    terms               formulas as trees    entries                     JSON taken apart with care
"""

from __future__ import annotations

from .read import from_json
from .write import VERSION, to_json

__all__ = ["VERSION", "from_json", "to_json"]
