"""What is typed, in every form: a word of it in a sentence, and lines of it by themselves."""

from __future__ import annotations

import re
from html import escape

from ..escape import visible
from .page import Code, Typed


def code_text(code: Code) -> list[str]:
    """The lines, moved in."""
    return [f"    {visible(line)}".rstrip() for line in code.text.splitlines()]


def typed_markdown(words: Typed) -> str:
    """A piece of code; in a table a | would end the cell."""
    text = visible(words).replace("|", r"\|")
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    apart = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{fence}{apart}{text}{apart}{fence}"


def code_markdown(code: Code) -> str:
    """The lines between fences."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code.text)), default=0))
    return "\n".join([fence, *map(visible, code.text.splitlines()), fence])


def typed_html(words: Typed) -> str:
    """A piece of code."""
    return f"<code>{escape(visible(words))}</code>"


def code_html(code: Code) -> str:
    """The lines, which are moved by themselves where they are too long."""
    lines = "\n".join(escape(visible(line)) for line in code.text.splitlines())
    return f'<pre class="wide"><code>{lines}</code></pre>'


def typed_latex(words: Typed) -> str:
    """In the letters of a typewriter; may be broken after a dot, a comma or a bracket."""
    pieces = re.split(r"(?<=[.,(\[=|])", words)
    inner = r"\allowbreak{}".join(map(_typewriter, pieces))
    return rf"\texttt{{{inner}}}"


def code_latex(code: Code) -> str:
    """The lines, small, with their spaces; the longer they are, the smaller."""
    rows = [_typewriter(line).replace(" ", "~") or "~" for line in code.text.splitlines()]
    longest = max(map(len, code.text.splitlines()), default=0)
    size = next((size for size, most in _SIZES if longest <= most), r"\tiny")
    return f"\\begin{{quote}}\\ttfamily{size}\n" + " \\\\\n".join(rows) + "\n\\end{quote}"


_SIZES = ((r"\small", 86), (r"\footnotesize", 96), (r"\scriptsize", 104))
"""Small print, smaller print, and how many signs of it stand in a line."""


def _typewriter(text: str) -> str:
    """The words, every sign that acts in LaTeX by its number in the typewriter's own letters."""
    return "".join(
        sign if sign not in '\\{}$&#_%^~<>|"' else rf"{{\char{ord(sign)}}}" for sign in visible(text)
    )
