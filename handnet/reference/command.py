"""The command `handnet reference`: what handnet offers by name, on a terminal or as a page.

handnet reference Problem.check
handnet reference -o reference.html
"""

from __future__ import annotations

import argparse
from typing import Any

from ..written_as import PAGES, asked_form, in_form, write
from . import Reference


def add_reference(commands: Any) -> None:
    """Add the command to the parsers of a command line."""
    parser = commands.add_parser("reference", help="what handnet offers by name, from its docstrings")
    parser.add_argument("name", nargs="?", help="one name, as in Problem or Problem.check (default: all)")
    parser.add_argument("--as", dest="form", choices=PAGES, help="the form (default: text)")
    parser.add_argument("-o", dest="output", metavar="FILE", help="write a file; its ending says the form")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> str:
    """The reference in the form asked, or a line on the file that was written."""
    found = Reference(options.name)
    form = asked_form("reference", options.form, options.output, PAGES)
    text = in_form(found, form, whole=options.output is not None).rstrip()
    if options.output is None:
        return text
    write(text, options.output)
    return f"{options.output}: the reference as {form}"
