"""The commands `handnet check` (one person's answers) and `handnet grade` (a class)."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from ..errors import HandnetError
from ..escape import visible
from ..files import read
from ..notation import notations
from ..rounding import Rounding
from ..written_as import write

FORMS = ("text", "markdown", "latex", "html", "json")


def add_commands(commands: Any, width: Any) -> None:
    """Add both to the parsers; `width` gives the columns of the terminal."""
    check = commands.add_parser("check", help="check one person's answers")
    check.add_argument("problem", help="the problem file (.toml)")
    check.add_argument("answers", help="the answers: lines z1[1] = 0.3775, two columns, TOML or JSON")
    _add_criteria(check)
    check.add_argument("--as", dest="form", default="text", choices=FORMS, help="the form (default: text)")
    check.add_argument("-o", "--output", metavar="FILE", help="write the report here")
    check.add_argument("--strict", action="store_true", help="exit code 1 unless everything is right")
    check.set_defaults(run=lambda options: _check(options, width(None)))

    grade = commands.add_parser("grade", help="grade the answers of many people")
    grade.add_argument("problem", help="the problem file (.toml)")
    grade.add_argument("answers", help="CSV with one row a person or an answer, or JSON lines")
    grade.add_argument(
        "-o", "--output", metavar="FILE", help="write the report here (.csv), one row a person"
    )
    grade.add_argument("--summary", metavar="FILE", help="write the summary here, as JSON")
    grade.add_argument("--variants", metavar="FILE", help="each person's own numbers (see handnet variants)")
    _add_criteria(grade)
    grade.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N",
                       help="how many processes work at it (default: one for each core)")  # fmt: skip
    grade.add_argument("--quiet", action="store_true", help="draw no progress")
    grade.set_defaults(run=lambda options: _grade(options, width(None)))


def _add_criteria(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--notation", default="standard", metavar="NAME",
                        help="the letters of the answers: " + ", ".join(notations()))  # fmt: skip
    rounding = parser.add_mutually_exclusive_group()
    rounding.add_argument("--decimals", type=int, metavar="N", help="every number was rounded to N decimals")
    rounding.add_argument("--figures", type=int, metavar="N", help="... to N significant figures")
    rounding.add_argument("--full", action="store_true", help="nothing was rounded on the way")
    parser.add_argument("--without", action="append", default=[], metavar="CODE",
                        help="do not look for this mistake; may be repeated")  # fmt: skip


def _rounding(options: argparse.Namespace) -> Rounding:
    return Rounding(options.decimals, options.figures, options.full)


def _check(options: argparse.Namespace, width: int) -> str:
    from .one_sheet import read_sheet

    report = read(options.problem).check(
        read_sheet(options.answers),
        rounding=_rounding(options),
        notation=options.notation,
        without=options.without,
    )
    written = (
        report.to_text(width=width) if options.form == "text" else getattr(report, f"to_{options.form}")()
    )
    options.code = int(options.strict and any(each.status != "right" for each in report.verdicts))
    if options.output is None:
        return str(written)
    write(written, options.output)
    return f"{visible(options.output)}: written"


def _grade(options: argparse.Namespace, width: int) -> str:
    from .grade import grade

    if options.jobs < 1:
        raise HandnetError(f"--jobs is {options.jobs}; it is 1 or more")
    try:
        summary = grade(
            read(options.problem),
            options.answers,
            options.output,
            rounding=_rounding(options),
            notation=options.notation,
            without=options.without,
            variants=options.variants,
            jobs=options.jobs,
            quiet=options.quiet,
        )
    except KeyboardInterrupt:
        if options.output is not None:
            print("handnet: the same command goes on from here", file=sys.stderr)
        raise
    if options.summary is not None:
        summary.save(options.summary)
    return summary.to_text(width=width)
