r"""Text from people, made harmless for where it is shown: a terminal, LaTeX, Markdown.

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


def markdown_words(text: str) -> str:
    """A line of words in Markdown: signs that mark up are escaped, `<` and `&` are entities."""
    text = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace("\\", "&#92;")  # \\( would begin a formula
    text = re.sub(r"([`*_{}\[\]|~$!]|(?<!&)#)", r"\\\1", text)
    return re.sub(
        r"^(\s*)([-+]|\d+[.)])", lambda sign: f"{sign[1]}{sign[2][:-1]}\\{sign[2][-1]}", text
    )  # no list


_LATEX_TEXT = {sign: f"\\{sign}" for sign in "{}$&#_%"} | {
    "\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    "✓": r"\(\surd\)", "✗": r"\(\times\)", "√": r"\(\surd\)", "−": r"\(-\)",
} | {raised: rf"\(^{{{sign}}}\)" for raised, sign in zip("⁰⁴⁵⁶⁷⁸⁹⁺⁻", "0456789+-", strict=True)}  # fmt: skip
"""How signs are set in text; those of Unicode that every LaTeX knows are left as they are."""


def latex_line(text: str) -> str:
    r"""A line of words in LaTeX's text mode."""
    return "".join(_LATEX_TEXT.get(sign, sign) for sign in visible(text))
