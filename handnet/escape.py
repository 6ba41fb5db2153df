r"""Text from people, made harmless for where it is shown: a terminal, LaTeX, Markdown, a spreadsheet.

Nothing is lost: every sign is shown, and none acts.
"""

from __future__ import annotations

import re
import unicodedata


def visible(text: str) -> str:
    """Text from people with every control character and direction mark written out, so that none acts."""
    return "".join(
        repr(sign)[1:-1] if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") else sign
        for sign in text
    )


_LATEX = {sign: f"\\{sign}" for sign in "{}$&#_%"} | {
    "\\": r"\backslash{}",
    "^": r"{\wedge}",
    "~": r"{\sim}",
    "<": "{<}",
    ">": "{>}",
    "|": r"{\vert}",
    '"': r"\text{''}",
    "`": r"\text{'}",
}


def latex_words(text: str) -> str:
    r"""Words inside a formula: `\text{…}`, with every sign that acts in LaTeX set as a sign.

    What has a meaning in text mode stands outside of the `\text{}`, where all of KaTeX, MathJax and
    LaTeX agree on it.
    """
    found = []
    for piece in re.split(r"([\\^~{}$&#_%<>|\"`])", visible(text)):
        if piece:
            found.append(_LATEX.get(piece) or f"\\text{{{piece}}}")
    return "".join(found)


_APART = {"$": "<span>&#36;</span>", "\\": "<span>&#92;</span>"}
"""What would begin a formula stands in a tag of its own: no reader looks for formulas across tags."""
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"} | _APART
_MARKDOWN = {sign: f"\\{sign}" for sign in "`*_{}[]|~!#"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | _APART


def markdown_words(text: str) -> str:
    """A line of words in Markdown: signs that mark up are escaped, `<` and `&` are entities."""
    text = "".join(_MARKDOWN.get(sign, sign) for sign in visible(text))
    return re.sub(r"^(\s*)([-+]|\d+[.)])", lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", text)


def markdown_html(text: str) -> str:
    """A line of words in a piece of HTML inside of Markdown, which is not read as Markdown."""
    return "".join(_HTML.get(sign, sign) for sign in visible(text))


_LATEX_TEXT = {sign: f"\\{sign}" for sign in "{}$&#_%"} | {
    "\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\texttt{\char34}",
    "\N{ZERO WIDTH SPACE}": r"\hspace{0pt}",  # ours alone: in text from people it is written out
}  # fmt: skip
"""How the signs of ASCII are set in text; `render.tex_letters` sets all others."""
_LONG = re.compile(r"\S{30}(?=\S)")


def latex_line(text: str) -> str:
    r"""A line of words in LaTeX's text mode; a word of more than 30 signs may be broken."""
    broken = _LONG.sub("\\g<0>\N{ZERO WIDTH SPACE}", visible(text))
    return "".join(_LATEX_TEXT.get(sign, sign) for sign in broken)


_RUN = re.compile("'*[=+\\-@\\t\\r\\n＝＋－＠]")
_NUMBER = re.compile(r"[+-](?:[\d.,]+(?:[eE][+-]?\d+)?(?:/\d+)?|inf|nan)")


def csv_cell(text: str, name: bool = False) -> str:
    """A cell that no spreadsheet runs: what begins like a formula gets a ' in front.

    A number may begin with a sign, unless it is somebody's name. `from_csv_cell` takes the ' away.
    """
    if not _RUN.match(text) or (not name and _NUMBER.fullmatch(text)):
        return text
    return f"'{text}"


def from_csv_cell(cell: str) -> str:
    """The text that `csv_cell` wrote."""
    return cell[1:] if cell.startswith("'") and _RUN.match(cell[1:]) else cell
