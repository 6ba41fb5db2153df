"""What is typed, in every form: a word of it in a sentence, and lines of it by themselves."""

from __future__ import annotations

import re
from html import escape

from ..escape import latex_line, visible
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
    """In the letters of a typewriter; may be broken after a dot or a bracket."""
    pieces = re.split(r"(?<=[.,(\[=|])", words)
    inner = r"\allowbreak{}".join(map(latex_line, pieces))
    return rf"\texttt{{{inner}}}"


def code_latex(code: Code) -> str:
    """The lines, small, with their spaces."""
    rows = [latex_line(line).replace(" ", "~") or "~" for line in code.text.splitlines()]
    return "\\begin{quote}\\ttfamily\\small\n" + " \\\\\n".join(rows) + "\n\\end{quote}"
