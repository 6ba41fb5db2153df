"""The file of a living page, put together: what stands in it, in which order.

    title, the problem in words      read without any script
    your own answers                 open where something is asked, else folded
    the calculation                  the panel; folded where something is asked
    what belongs to the page beside  an article's printed numbers, say
    data, script                     at the end, so that they find the rest

Without scripts the page has the problem and the worked lines; where something is asked these are
left out, and where they would be too long as formulas they are plain text. A policy in the page
lets nothing run but its own script, and nothing be fetched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from ..escape import visible
from ..page import joined, style
from ..page.compact import compact_script, compact_style
from ..render.calculation import solution_page
from ..render.page import Block
from ..render.plain import page_text
from ..render.web import blocks_html, web_style
from ..solution import Solution
from .inline import functions_of, json_inside, script_source
from .packed import packed

LONGEST_FORMULAS = 40_000
"""So many characters the lines for readers without scripts may have as formulas; then they are text."""

_FILE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="$policy">
<title>$title</title>
<style>
$style</style>
</head>
<body>
<main>
<h1>$title</h1>
<div class="problem">
$problem
</div>
$answers
$calculation
<p class="link"><a id="link" href="#" hidden>Link with these numbers</a></p>
$after
</main>
$data
<script>$script</script>
</body>
</html>
""")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src {}; base-uri 'none'; form-action 'none'"
_ANSWERS = Template("""\
<details class="part"$open>
<summary><h2>Your own answers</h2></summary>
<div id="answers"></div>
</details>""")
_CALCULATION = Template("""\
<details class="part" id="calculation"$open>
<summary><h2>$called</h2></summary>
<div id="panel">
<p>Here is the calculation, with sliders, in a browser that runs scripts and is not too old.</p>
$lines</div>
</details>""")
_DATA = Template('<script type="application/json" id="$name">$json</script>')


class LivingPage(NamedTuple):
    """What a page is made of.

    `data` are those of the panel, `answers` what is judged, if anything; `is_open` says whether the
    calculation stands there at once.
    """

    title: str
    problem: Sequence[Block]
    solution: Solution
    data: Mapping[str, Any]
    answers: Mapping[str, Any] | None
    is_open: bool
    after: Sequence[Block]

    def html(self) -> str:
        """The text of the file."""
        script = self.script()
        return _FILE.substitute(
            policy=_POLICY.format(script_source(script)),
            title=escape(visible(self.title)),
            style=_style(self.answers is not None),
            problem=blocks_html(self.problem),
            answers=self.own_answers(),
            calculation=self.calculation(),
            after=blocks_html(self.after),
            data="\n".join(
                _DATA.substitute(name=name, json=json_inside(each))
                for name, each in (("data", packed(self.data)), ("asked", self.answers))
                if each is not None
            ),
            script=script,
        )

    def own_answers(self) -> str:
        """Where answers are typed."""
        if self.answers is None:
            return ""
        return _ANSWERS.substitute(open="" if self.is_open else " open")

    def calculation(self) -> str:
        """Where the panel comes, and for readers without scripts the lines."""
        open_, called = (" open", "The calculation") if self.is_open else ("", "Show the calculation")
        lines = f"<noscript>\n{self.lines()}\n</noscript>\n" if self.is_open else ""
        return _CALCULATION.substitute(open=open_, called=called, lines=lines)

    def lines(self) -> str:
        """The worked lines as HTML."""
        page = solution_page(self.solution)
        written = blocks_html(page)
        if len(written) <= LONGEST_FORMULAS:
            return written
        return f"<pre>{escape(page_text(page))}</pre>"

    def script(self) -> str:
        """All that runs in the page; what it gives, tests and teachers find as `handnet`."""
        works = functions_of([shape["code"] for shape in self.data["shapes"]])
        answers = "null" if self.answers is None else '{draw: drawAnswers, data: read("asked")}'
        return (
            f'(() => {{\n"use strict";\n{_joined(self.answers is not None)}const works = {works};\n'
            "const read = (id) => JSON.parse(document.getElementById(id).textContent);\n"
            f'globalThis.handnet = drawPage(read("data"), works, {answers});\n}})();\n'
        )


@cache
def _joined(with_answers: bool) -> str:
    return compact_script(joined("living_page", *["own_answers"] * with_answers))


@cache
def _style(with_answers: bool) -> str:
    own = Path(__file__).with_name("living.css").read_text(encoding="utf-8")
    return compact_style("\n".join([web_style(), style(), *[style("own_answers")] * with_answers, own]))
