r"""Pages of Markdown of every kind that handnet writes, one a line as JSON, for `markdown.mjs`.

python tests/typeset/markdown_pages.py | node tests/typeset/markdown.mjs

After the pages come formulas as they were before they were spelled without marks, and after it, as
{"before": …, "after": …}: some of them, or with --all every one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from formulas import pages

from handnet.render import markdown

SOME = 1200
"""So many formulas are compared, from all pages; their number in all is about ten times that."""


def recorded(spell: Callable[[str], str], into: dict[str, str]) -> Callable[[str], str]:
    """The function, which also notes down what it made of what."""

    def spelled(latex: str) -> str:
        into[latex] = spell(latex)
        return into[latex]

    return spelled


def main() -> None:
    """Print every page once, then formulas before and after."""
    changed: dict[str, str] = {}
    markdown.unmarked = recorded(markdown.unmarked, changed)
    markdown.unmarked_rows = recorded(markdown.unmarked_rows, changed)
    for where, text in pages():
        sys.stdout.write(json.dumps({"where": where, "markdown": text}) + "\n")
    step = 1 if "--all" in sys.argv else max(1, len(changed) // SOME)
    for before, after in sorted(changed.items())[::step]:
        sys.stdout.write(json.dumps({"before": before, "after": after}) + "\n")


if __name__ == "__main__":
    main()
