"""The command `handnet site`: problem files in, a folder of web pages out.

handnet site public homework.toml --title "Course 7"
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from ..errors import HandnetError, counted
from ..escape import visible

TITLE = "Neural networks by hand"


def add_site(commands: Any) -> None:
    """Add the command to the parsers of a command line."""
    site = commands.add_parser("site", help="build web pages of the articles and of problem files")
    site.add_argument("out", metavar="OUT", help="the folder: new, empty, or an earlier site")
    site.add_argument("files", nargs="*", metavar="FILE", help="problem files (.toml)")
    site.add_argument("--title", default=TITLE, metavar="TEXT", help=f"the title (default: {TITLE})")
    site.add_argument("--no-articles", dest="articles", action="store_false", help="only the problem files")
    site.add_argument("--lite", action=argparse.BooleanOptionalAction,
                      help="notebooks that compute in the browser (default: if handnet[site] is there)")  # fmt: skip
    site.add_argument("--pyodide", metavar="DIR",
                      help="put this unpacked release of Pyodide in; then a page needs no network")  # fmt: skip
    site.add_argument(
        "--force", action="store_true", help="replace files of the site that were changed by hand"
    )
    site.set_defaults(run=run)


def run(options: argparse.Namespace) -> str:
    """Build the site; returns what is there now."""
    from . import lite
    from .build import build

    missing = lite.missing()
    with_lite = not missing if options.lite is None else options.lite
    if options.pyodide and not with_lite:
        what = (
            f"get {', '.join(missing)} with: pip install 'handnet[site]'"
            if missing
            else "leave out --no-lite"
        )
        raise HandnetError(f"site: --pyodide is for the notebooks; {what}")
    shown = build(options.out, options.files, title=options.title, articles=options.articles, lite=with_lite,
                  pyodide=options.pyodide, force=options.force, say=_say)  # fmt: skip
    _say("")
    own = sum(entry.article is None for entry in shown)
    there = [counted(own, "problem")] * bool(own) + [counted(len(shown) - own, "article")] * (
        own < len(shown)
    )
    there += ["JupyterLite"] * with_lite
    if options.lite is None and missing:
        there.append("no JupyterLite, for which pip install 'handnet[site]' is missing")
    return f"{options.out}: {', '.join(there)}"


def _say(words: str) -> None:
    """How far it is, on one line of a terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{visible(words)[:100]}")
        sys.stderr.flush()
