"""The command line: `handnet lab`, `handnet show`, `handnet articles`, `handnet mistakes`.

handnet lab                                       the notebooks, in JupyterLab
handnet show handwriting                          an article, worked through
handnet show homework.toml --for "dJ/dw1[2,1]"    one derivative of a problem file
handnet show homework.toml -o homework.html       the same as a page that lives; .tex, .md, .py, …
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Iterable, Sequence

from . import __version__, lab
from .articles import ARTICLES
from .errors import HandnetError
from .escape import visible
from .explain.slips import SLIPS, Slip
from .grading.commands import add_commands
from .mistakes import ARRAY_MISTAKES, MISTAKES, Mistake
from .reference.command import add_reference
from .render.plain import wrapped
from .show import add_show
from .site.command import add_site
from .variation.command import add_variants
from .worksheet.command import add_worksheet

MOST_COLUMNS = 120


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, or 2 after a message on what did not fit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # letters that the terminal does not have are written out
            stream.reconfigure(errors="backslashreplace")
    options = command_parser().parse_args(arguments)
    try:
        print(options.run(options))
        if sys.stdout is not None:
            sys.stdout.flush()
    except HandnetError as error:
        print(f"handnet: {visible(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print(f"handnet: cannot write: {error.strerror or error}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("handnet: interrupted", file=sys.stderr)
        return 130
    return getattr(options, "code", 0)


def command_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(prog="handnet", description="Neural networks worked out by hand.")
    parser.add_argument("--version", action="version", version=f"handnet {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    add_show(commands, _width)

    opened = commands.add_parser("lab", help="open the notebooks in JupyterLab")
    opened.add_argument("notebook", nargs="?", default=lab.START, help="the one to open (default: start)")
    opened.add_argument("--no-browser", dest="browser", action="store_false",
                        help="only print the address to open")  # fmt: skip
    opened.add_argument("--port", type=int, metavar="N", help="where JupyterLab answers (default: 8888)")
    opened.set_defaults(run=lambda each: lab.launch(each.notebook, browser=each.browser, port=each.port))

    add_commands(commands, _width)
    add_reference(commands)
    add_site(commands)
    add_variants(commands)
    add_worksheet(commands)

    listed = commands.add_parser("articles", help="list the articles")
    listed.set_defaults(run=lambda options: _table(ARTICLES.items()), width=None)
    known = commands.add_parser("mistakes", help="list the known mistakes")
    known.set_defaults(
        run=lambda options: _by_kind([*MISTAKES.values(), *ARRAY_MISTAKES.values(), *SLIPS.values()]),
        width=None,
    )
    return parser


def _by_kind(mistakes: Sequence[Mistake | Slip]) -> str:
    """Codes and titles, under a heading for each kind."""
    width = max(len(each.code) for each in mistakes)
    kinds: dict[str, list[tuple[str, str]]] = {}
    for each in mistakes:
        kinds.setdefault(each.kind, []).append((each.code, each.title))
    return "\n\n".join(f"{kind.upper()}\n{_table(rows, width)}" for kind, rows in kinds.items())


def _table(rows: Iterable[tuple[str, str]], least: int = 0) -> str:
    entries = list(rows)
    width = max(least, *(len(name) for name, _ in entries)) + 2
    return "\n".join(wrapped(f"{name:<{width}}{text}", _width(None), indent=width) for name, text in entries)


def _width(asked: int | None) -> int:
    """The columns to use: as asked, as COLUMNS says, or those of the terminal, also behind a pipe."""
    columns = asked or int(os.environ.get("COLUMNS", "0") if os.environ.get("COLUMNS", "").isdigit() else 0)
    for stream in (1, 2, 0):
        if not columns:
            with contextlib.suppress(OSError):
                columns = os.get_terminal_size(stream).columns
    return min(max(columns or 100, 40), MOST_COLUMNS)


if __name__ == "__main__":
    sys.exit(main())
