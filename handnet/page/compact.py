r"""Scripts and style sheets without what only people read: comments, indentation, empty lines.

    compact_script("const a = /\/\*/; // why\n")     "const a = /\/\*/;\n"
    compact_style(".a { color: red; } /* why */")    ".a { color: red; }"

Nothing else is changed, so that the text that is left can still be read. Strings, templates and
regular expressions are kept sign for sign: each is read as JavaScript reads it. A slash begins a
regular expression where no value stands before it that could be divided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
    | (?P<word>[\w$\#]+)
    | (?P<sign>.)""",
    re.DOTALL | re.VERBOSE,
)
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[\n])+/[a-z]*")
_TEMPLATE = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*(?P<end>`|\$\{)", re.DOTALL)
_BREAK_INSIDE = "\0"
_BEFORE_A_VALUE = {
    "return", "typeof", "case", "in", "of", "do", "else", "void", "delete", "throw", "await", "yield", "new",
}  # fmt: skip


def compact_script(text: str) -> str:
    """A script as it runs, without comments and indentation."""
    return _tidied("".join(_Reader(text).kept()))


def compact_style(text: str) -> str:
    """A style sheet without comments and indentation; strings in it hold neither."""
    return _tidied(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def _tidied(text: str) -> str:
    """Without empty lines and spaces around lines; what is inside of a template is marked, and stays."""
    lines = (line.strip(" \t") for line in text.split("\n"))
    return "\n".join(line for line in lines if line).replace(_BREAK_INSIDE, "\n") + "\n"


class _Reader:
    """Reads a script from its beginning; `before` is the last word or sign that counts."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.before = text, 0, ""
        self.braces: list[bool] = []  # of each that is open, whether it stands in a template

    def kept(self) -> Iterator[str]:
        """The text piece by piece, without comments."""
        while self.at < len(self.text):
            if self.text[self.at] == "}" and self.braces and self.braces.pop():
                yield self.template()
            elif regex := self.regex():
                self.at, self.before = regex.end(), "/"
                yield regex[0]
            else:
                yield self.token()

    def token(self) -> str:
        """A word, a sign, a string, space; of a comment what parts the words around it."""
        if self.text[self.at] == "`":
            return self.template()
        token = _TOKEN.match(self.text, self.at)
        assert token is not None
        self.at = token.end()
        if token["comment"]:
            return "\n" if "\n" in token[0] else " "
        if not token["space"]:
            self.before = token[0]
        if token[0] == "{":
            self.braces.append(False)
        return token[0].replace("\n", _BREAK_INSIDE) if token["string"] else token[0]

    def template(self) -> str:
        """A template's text, from where it begins or goes on, to its end or to the formula in it."""
        found = _TEMPLATE.match(self.text, self.at + 1)
        assert found is not None
        opened = self.text[self.at]
        self.at, self.before = found.end(), found["end"]
        if found["end"] == "${":
            self.braces.append(True)
        return opened + found[0].replace("\n", _BREAK_INSIDE)

    def regex(self) -> re.Match[str] | None:
        """The regular expression that begins here, if one does: where no value stands before it."""
        after_value = self.before and (self.before[-1].isalnum() or self.before[-1] in "_$)]}\"'`/")
        if self.text[self.at] != "/" or (after_value and self.before not in _BEFORE_A_VALUE):
            return None
        return None if self.text[self.at + 1] in "/*" else _REGEX.match(self.text, self.at)
