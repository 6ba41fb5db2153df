r"""A whole document of LaTeX that pdflatex takes as it is, and the bare formulas for a paper.

It needs what texlive-latex-base, -latex-recommended and -pictures hold: amsmath, longtable, TikZ.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..escape import latex_line
from .page import Block, Heading, PageBreak, Stack
from .paper import displays, page_latex
from .tex_letters import NUMBERED, in_ascii

ROOM = 88
"""How many digits wide the text of a document is."""
_PREAMBLE = r"""\documentclass[10pt,a4paper,fleqn]{article}
\usepackage[margin=2.2cm]{geometry}
\IfFileExists{lmodern.sty}{\usepackage[T1]{fontenc}\usepackage{lmodern}}{}
\usepackage{amsmath,amssymb,longtable,tikz}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt}
\emergencystretch=3em
\allowdisplaybreaks
"""
_LETTERS = r"""
\bigskip\noindent{\small In brackets with U+ stand letters for which pdfLaTeX has no font, by their numbers
in Unicode.}
"""


def document_latex(blocks: Sequence[Block], title: str) -> str:
    """The blocks as a document under a title."""
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and first.level == 1:
        title, blocks = first.words, blocks[1:]
    if blocks and isinstance(blocks[0], Stack) and blocks[0].lines[:1] == [title]:  # it is said above
        blocks = [Stack(blocks[0].lines[1:]), *blocks[1:]]
    name = in_ascii(latex_line(title.strip() or "A calculation by hand"))
    body = page_latex(blocks, ROOM)
    note = _LETTERS if NUMBERED in name + body else ""
    head = rf"\begin{{center}}\Large\bfseries {name}\end{{center}}"
    if isinstance(first, PageBreak):  # pages of several, each under a title of its own
        head = ""
    return f"{_PREAMBLE}\n\\begin{{document}}\n{head}\n\n{body}\n{note}\n\\end{{document}}\n"


def fragment_latex(blocks: Sequence[Block]) -> str:
    """The displayed formulas of a page alone."""
    return "\n\n".join(displays(blocks)) + "\n"
