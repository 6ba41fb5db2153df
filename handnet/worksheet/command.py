"""The command `handnet worksheet`: a problem file in, a sheet to print out, its key, or those of a class.

handnet worksheet homework.toml                                      the sheet, printed as text
handnet worksheet homework.toml --key                                its key
handnet worksheet homework.toml --key -o sheet.tex                   sheet.tex and sheet-key.tex
handnet worksheet homework.toml --roster roster.csv -o sheets.tex    everyone's sheet in one document
handnet worksheet homework.toml --roster roster.csv --key -o sheets  a file for each, and sheets/key.tex
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..disk import resolved
from ..errors import HandnetError, counted
from ..files import read
from ..setting import STYLES
from ..variation.command import add_draw, drawn
from ..variation.page import people
from ..written_as import ENDS, PAGES, add_letters, asked_digits, asked_form, form_of, in_form, write
from . import worksheet
from .many import Worksheets
from .sheet import Worksheet
from .written import save_sheets


def add_worksheet(commands: Any) -> None:
    """Add the command to the parsers of a command line."""
    parser = commands.add_parser("worksheet", help="a problem sheet to fill in, and its answer key")
    parser.add_argument("problem", help="a problem file (.toml)")
    parser.add_argument("--key", action="store_true",
                        help="the key instead of the sheet; with -o both are written")  # fmt: skip
    parser.add_argument("--for", dest="goals", action="append", default=[], metavar="QUANTITY",
                        help='ask for this, as in --for "dJ/dw1[2,1]"; may be repeated')  # fmt: skip
    parser.add_argument("--as", dest="form", choices=PAGES,
                        help="the form (default: as the end of OUT says; latex for a folder)")  # fmt: skip
    parser.add_argument("-o", dest="output", metavar="OUT",
                        help="write it to this file; of a class, a file for each into this folder")  # fmt: skip
    parser.add_argument("--roster", metavar="CSV", help="a sheet for each person, with numbers of their own")
    parser.add_argument("--title", help="what stands above the sheet (default: the problem's title)")
    parser.add_argument("--person", metavar="NAME", help="whose sheet it is (default: a line for the name)")
    parser.add_argument("--space", type=float, default=1, metavar="N",
                        help="how much room there is to write: 1 as the working needs, 0 for answers only")  # fmt: skip
    parser.add_argument("--style", default="chain", choices=STYLES, help="how the key works it")
    add_letters(
        parser, "the letters of the sheet", "decimals of the answers, where none are asked",
        "their significant figures (default: 4)",
    )  # fmt: skip
    add_draw(parser.add_argument_group("with a roster"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> str:
    """Write the files; returns what is printed: what was written, or the sheet or key itself."""
    problem = read(options.problem)
    asked: dict[str, Any] = {
        "style": options.style, "notation": options.notation, "digits": asked_digits(options),
        "space": options.space, "title": options.title,
    }  # fmt: skip
    _refuse_overwriting(options)
    if options.roster is None:
        return _one(worksheet(problem, options.goals, person=options.person, **asked), options)
    if options.person is not None:
        raise HandnetError("worksheet: --person is for one sheet; a roster names everybody")
    return _many(drawn(problem, options).worksheets(*options.goals, **asked), options)


def _refuse_overwriting(options: argparse.Namespace) -> None:
    """Refuse to write over what is read."""
    if options.output is None:
        return
    outputs = [Path(options.output), _key_path(options.output)]
    inputs = [resolved(each) for each in (options.problem, options.roster) if each is not None]
    if any(resolved(each) in inputs for each in outputs):
        raise HandnetError(f"worksheet: {options.output} is read, too; write to another file")


def _one(sheet: Worksheet, options: argparse.Namespace) -> str:
    if options.output is None:
        return in_form(sheet.key if options.key else sheet, options.form or "text", whole=False)
    form = asked_form("worksheet", options.form, options.output, PAGES)
    lines = [f"{options.output}: {_size(sheet)}"]
    write(in_form(sheet, form, whole=True), options.output)
    if options.key:
        write(in_form(sheet.key, form, whole=True), _key_path(options.output))
        lines.append(f"{_key_path(options.output)}: the key")
    return "\n".join(lines)


def _many(sheets: Worksheets, options: argparse.Namespace) -> str:
    """One document if the name of a file is given, a file for each person otherwise."""
    if options.output is None:
        shown = sheets.key if options.key else sheets
        return in_form(shown, options.form or "text", whole=False)
    target, whose = Path(options.output), f"{people(len(sheets))}, {_size(sheets.pattern)}"
    named = form_of(target, PAGES)
    form = options.form or named or "latex"
    if named is not None and not target.is_dir():
        key, what = _key_path(target), f"the sheets of {whose}"
        _watched(sheets, lambda watched: write(in_form(watched, form, whole=True), target))
    else:
        key, what = target / f"key{ENDS[form][0]}", f"a sheet for each of {whose}"
        _watched(sheets, lambda watched: save_sheets(watched, target, form))
    if not options.key:
        return f"{target}: {what}"
    _watched(sheets, lambda watched: write(in_form(watched.key, form, whole=True), key))
    return f"{target}: {what}\n{key}: all keys"


def _watched(sheets: Worksheets, work: Callable[[Worksheets], object]) -> None:
    """Do the work with a line on the terminal that says how far it is."""
    from ..grading.progress import Progress

    progress = Progress(len(sheets))
    try:
        work(replace(sheets, told=progress.show))
    finally:
        progress.end()


def _key_path(path: str | Path) -> Path:
    """Where the key of a sheet goes: beside it."""
    sheet = Path(path)
    return sheet.with_name(f"{sheet.stem}-key{sheet.suffix}")


def _size(sheet: Worksheet) -> str:
    return counted(len(sheet.questions), "question")
