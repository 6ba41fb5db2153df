"""The command `handnet variants`: a problem file and a roster in, everyone's numbers out.

handnet variants homework.toml roster.csv -o variants.csv --key key.csv --sheets sheets
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..disk import resolved
from ..errors import HandnetError
from ..files import read
from ..problem import Problem
from . import Variants, variants
from .page import people


def add_variants(commands: Any) -> None:
    """Add the command to the parsers of a command line."""
    parser = commands.add_parser("variants", help="give each person of a class their own numbers")
    parser.add_argument("problem", help="a problem file (.toml)")
    parser.add_argument("roster", help="CSV with a column person, name, id or student; or one name a line")
    parser.add_argument("-o", dest="output", metavar="FILE", help="where the numbers go (default: printed)")
    parser.add_argument("--key", metavar="FILE", help="also write everyone's answers")
    parser.add_argument("--sheets", metavar="DIR", help="also write a problem file for each person")
    parser.add_argument("--digits", type=int, metavar="N",
                        help="decimals in the key, where the problem asks for none (default: 6 figures)")  # fmt: skip
    add_draw(parser)
    parser.set_defaults(run=run)


def add_draw(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which numbers are drawn."""
    parser.add_argument("--seed", default="", metavar="TEXT", help="other words give other numbers")
    parser.add_argument("--vary", action="append", metavar="QUANTITY",
                        help="only this varies, as in --vary X --vary W1; may be repeated")  # fmt: skip
    parser.add_argument("--gradients", nargs=2, type=float, default=(0.01, 1), metavar=("LOW", "HIGH"),
                        help="the size of every gradient (default: 0.01 1)")  # fmt: skip
    parser.add_argument("--sums", type=float, default=3, metavar="HIGH",
                        help="the largest weighted sum (default: 3)")  # fmt: skip
    parser.add_argument("--without", action="append", default=[], metavar="CODE",
                        help="a mistake that need not be told apart; may be repeated")  # fmt: skip


def drawn(problem: Problem, options: argparse.Namespace) -> Variants:
    """Everyone's numbers, by these options."""
    return variants(
        problem, Path(options.roster), seed=options.seed, vary=options.vary,
        gradients=options.gradients, sums=options.sums, without=options.without,
    )  # fmt: skip


def run(options: argparse.Namespace) -> str:
    """Write the files; returns what is printed: what was written, or the numbers themselves."""
    outputs = [path for path in (options.output, options.key) if path is not None]
    read_too = [options.problem, options.roster]
    if len({resolved(path) for path in (*outputs, *read_too)}) < len(outputs) + len(read_too):
        raise HandnetError("variants: two of the files are the same; give each a name of its own")
    found = drawn(read(options.problem), options)
    written = []
    if options.key is not None:
        found.save_key(options.key, options.digits)
        written.append(f"{options.key}: the answers to {len(found.asked)} questions")
    if options.sheets is not None:
        written.append(f"{options.sheets}: {len(found.save_sheets(options.sheets))} problem files")
    if options.output is None:
        return found.to_csv().rstrip("\n")
    found.save(options.output)
    return "\n".join([str(found), "", f"{options.output}: the numbers of {people(len(found))}", *written])
