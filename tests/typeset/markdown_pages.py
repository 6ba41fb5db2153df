r"""Pages of Markdown of every kind that handnet writes, one a line as JSON, for `markdown.mjs`.

python tests/typeset/markdown_pages.py | node tests/typeset/markdown.mjs

After the pages come formulas as they were before they were spelled without marks, and after it, as
{"before": …, "after": …}: some of them, or with --all every one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from formulas import pages, together

import handnet as hn
from handnet.reference import Reference
from handnet.render import markdown

sys.path.insert(0, str(Path(__file__).parents[1]))
from hostile import HOSTILE

SOME, LONGEST = 600, 500
"""About so many formulas, each of at most so many signs, are compared."""


def recorded(spell: Callable[[str], str], into: dict[str, str]) -> Callable[[str], str]:
    """The function, which also notes down what it made of what."""

    def spelled(latex: str) -> str:
        into[latex] = spell(latex)
        return into[latex]

    return spelled


def hostile_pages() -> Iterator[tuple[str, str]]:
    """Pages on which every name would act somewhere."""
    for start in range(0, len(HOSTILE), 4):
        names = [HOSTILE[(start + at) % len(HOSTILE)] for at in range(7)]
        problem = hn.Problem(
            hn.Network([4, 1]), [["1"] * 4, ["2"] * 4], [["0"], ["1"]], [[["0.5"] * 4]], [["0"]], "1",
            title=names[0], input_names=names[:4], sample_names=names[4:6],
        )  # fmt: skip
        shown = (problem, problem.solve(), problem.solve(notation="handwriting"), problem.worksheet())
        yield f"hostile names, {start}", together(*shown)
    yield "the reference", Reference().to_markdown()


def main() -> None:
    """Print every page once, then formulas before and after."""
    changed: dict[str, str] = {}
    markdown.unmarked = recorded(markdown.unmarked, changed)
    markdown.unmarked_rows = recorded(markdown.unmarked_rows, changed)
    for where, text in chain(hostile_pages(), pages()):
        sys.stdout.write(json.dumps({"where": where, "markdown": text}) + "\n")
    every = sorted((before, after) for before, after in changed.items() if len(before) <= LONGEST)
    step = 1 if "--all" in sys.argv else max(1, len(every) // SOME)
    for before, after in every[::step]:
        sys.stdout.write(json.dumps({"before": before, "after": after}) + "\n")


if __name__ == "__main__":
    main()
