r"""LaTeX spelled so that Markdown has nothing to read in it: it comes out as it went in.

Some readers take the formulas out before they read Markdown (JupyterLab, VS Code), some read Markdown
first (GitHub, for which `\\` is then one backslash, `\{` a brace and `_` may begin emphasis). A formula in
which Markdown finds nothing is right in all of them:

    \\  \,  \{  \&      commands with a sign for a name         \cr  \thinspace  \lbrace  \And
    a^{[1]}_{1}         a low line after a bracket              a_1^{[1]}, else with a space after it
    * < > | ~           signs that mark up                      \ast \lt \gt \vert, a no-break space
    [1](2)              a link                                  [1] (2)
    \_ \$ \# \%         have no other name (only in people's    the same signs in full width
                        words): would act once bare

GitHub also refuses `\operatorname` and `\phantom`, and typesets no formula with more than 1000 opening
braces, nor any after the first 2000 on a page: what is one sign long stands without braces.
"""

from __future__ import annotations

import re

MOST = 900
"""The most that one display may cost; GitHub's own limit is 1000."""
_OTHERWISE = {
    r"\\": "\\cr", r"\,": r"\thinspace", r"\;": r"\mskip5mu", r"\!": r"\negthinspace", r"\{": r"\lbrace",
    r"\}": r"\rbrace", r"\|": r"\Vert", r"\&": r"\And", "*": r"\ast", "<": r"\lt", ">": r"\gt",
    "|": r"\vert", "~": "\\ ",
    r"\_": r"\text{＿}", r"\$": r"\text{＄}", r"\#": r"\text{＃}", r"\%": r"\text{％}",
}  # fmt: skip
_GAP = "\\rule[-1.1em]{0pt}{1.1em} \\cr\n"
"""Stands for a row's end with more room below it, for which `\\cr` has no argument."""
_SIGN = re.compile(r"(\\[A-Za-z]+|\\\\\[\d+pt\]\s*|\\.|[*<>|~])(?=(.?))", re.DOTALL)
_WORDS = re.compile(r"\\(text|texttt)\{[^{}]*\}")
_NAME = re.compile(r"\\operatorname\{([^{}]*)\}")
_MINUS = re.compile(r"\\phantom\{-\}")
_ONE = re.compile(r"([_^])\{([A-Za-z0-9])\}")
_RAISED_FIRST = re.compile(r"(\^(?:\{[^{}]*\}|[A-Za-z0-9]))(_(?:\{[^{}]*\}|[A-Za-z0-9]))")
_OPENS = re.compile(r"(?<![A-Za-z0-9])_(?=\S)")
_BLOCK = re.compile(r"^(?=[-+=#>]|\d+[.)]\s)", re.MULTILINE)
"""Where a row would begin a list, a heading or a quotation."""


def unmarked(latex: str) -> str:
    """The same formula, in which Markdown finds no mark."""
    latex = _MINUS.sub(r"\\hspace{0.78em}", _NAME.sub(r"\\mathop{\\mathrm{\1}}\\nolimits", latex))
    latex = _WORDS.sub(_apart, latex)
    latex = _ONE.sub(r"\1\2", _SIGN.sub(_spelled, latex))
    latex = _OPENS.sub("_ ", _RAISED_FIRST.sub(r"\2\1", latex))
    return latex.replace("](", "] (")


def _apart(words: re.Match[str]) -> str:
    """Words inside a formula, left for each sign that would mark up or begin the address of a link.

    The names that such signs have in a formula are none in words.
    """
    again = rf"\{words[1]}{{"
    apart = re.sub(r"[*<>|]", lambda sign: f"}}{sign[0]}{again}", words[0])
    return apart.replace("](", f"]}}{again}(")


def unmarked_rows(rows: str) -> str:
    """The rows of a display, each on a line of its own that begins nothing in Markdown."""
    return _BLOCK.sub("{}", unmarked(rows))


def _spelled(found: re.Match[str]) -> str:
    sign, following = found[1], found[2]
    if sign.startswith(r"\\["):
        return _GAP
    name = _OTHERWISE.get(sign, sign)
    return f"{name} " if name != sign and name[-1].isalpha() and following.isalpha() else name


def cost(latex: str) -> int:
    """What GitHub counts a formula as."""
    return 1 + latex.count("{")
