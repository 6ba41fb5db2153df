"""The command `handnet reference`: what handnet offers by name, on a terminal or as a page.

handnet reference Problem.check
handnet reference -o reference.html
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..errors import HandnetError
from ..files import write_whole
from . import Reference

FORMS = {".html": "html", ".md": "markdown", ".txt": "text", ".tex": "latex"}


def add_reference(commands: Any) -> None:
    """Add the command to the parsers of a command line."""
    parser = commands.add_parser("reference", help="what handnet offers by name, from its docstrings")
    parser.add_argument("name", nargs="?", help="one name, as in Problem or Problem.check (default: all)")
    parser.add_argument("--as", dest="form", choices=sorted(FORMS.values()), help="the form (default: text)")
    parser.add_argument("-o", dest="output", metavar="FILE", help="write a file; its ending says the form")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> str:
    """The reference in the form asked, or a line on the file that was written."""
    found = Reference(options.name)
    form = options.form or _form(options.output)
    text = _written(found, form, whole=options.output is not None).rstrip()
    if options.output is None:
        return text
    write_whole(f"{text}\n", options.output)
    return f"{options.output}: the reference as {form}"


def _written(found: Reference, form: str, whole: bool) -> str:
    if form == "latex":
        return found.to_latex(document=whole)
    if form == "html":
        return found.to_html() or ""
    return found.to_markdown() if form == "markdown" else found.to_text()


def _form(output: str | None) -> str:
    if output is None:
        return "text"
    suffix = Path(output).suffix.lower()
    if suffix not in FORMS:
        raise HandnetError(f"reference: {output!r} ends in none of {', '.join(FORMS)}; say --as FORM")
    return FORMS[suffix]
