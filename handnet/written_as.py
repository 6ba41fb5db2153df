"""In which form a command writes: by name, or by the end of a file's name.

    form_of("sheet.tex", PAGES)                        "latex"; None where the name says none of them
    asked_form("show", None, "sheet.tex", PAGES)       the same; refuses a name that says none
    in_form(shown, "latex", whole=True)                what shows itself, as a document

`add_letters` and `asked_digits` are the options that go with it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .digits import Digits
from .disk import write_whole
from .errors import HandnetError, suggestion
from .notation import notations

if TYPE_CHECKING:
    from .shown import Shown

ENDS = {
    "text": (".txt",), "markdown": (".md",), "latex": (".tex",), "html": (".html", ".htm"), "json": (".json",),
    "python": (".py",), "numpy": (), "javascript": (".js", ".mjs"),
}  # fmt: skip
"""How the names of files end that are written in each form; NumPy's end as those of Python do."""
PAGES = ("text", "markdown", "latex", "html")
"""The forms in which everything that shows itself can be written."""


def form_of(path: str | Path, forms: Sequence[str]) -> str | None:
    """The one of these forms that the end of a file's name says; None for any other end."""
    end = Path(path).suffix.lower()
    return next((form for form in forms if end in ENDS[form]), None)


def asked_form(command: str, form: str | None, output: str | Path | None, forms: Sequence[str]) -> str:
    """The form as it is named, or as the file's name says, or text where nothing is written to a file."""
    found = form or ("text" if output is None else form_of(output, forms))
    if found is None:
        ends = ", ".join(end for each in forms for end in ENDS[each])
        raise HandnetError(
            f"{command}: the name {str(output)!r} does not say in which form; end it in one of {ends}, "
            "or choose with --as"
        )
    return found


def in_form(shown: Shown, form: str, whole: bool, columns: int = 100) -> str:
    """What shows itself, in one of `PAGES`; of LaTeX a `whole` document, or a piece to be put into one."""
    match form:
        case "latex":
            return shown.to_latex(document=whole)
        case "markdown":
            return shown.to_markdown()
        case "html":
            return str(shown.to_html())
        case "text":
            return shown.to_text(width=columns)
    raise HandnetError(f"unknown form {form!r}; {suggestion(str(form), PAGES)}")


def write(text: str, path: str | Path) -> None:
    """Write a file whole or not at all, its last line ended once."""
    write_whole(text.rstrip("\n") + "\n", path)


def add_letters(parser: Any, letters: str, decimals: str, figures: str) -> None:
    """The options --notation, --decimals and --figures, with what each says in the help."""
    parser.add_argument("--notation", default="standard", metavar="NAME",
                        help=f"{letters}: {', '.join(notations())}")  # fmt: skip
    digits = parser.add_mutually_exclusive_group()
    digits.add_argument("--decimals", type=int, metavar="N", help=decimals)
    digits.add_argument("--figures", type=int, metavar="N", help=figures)


def asked_digits(options: argparse.Namespace) -> Digits | None:
    """The digits that are asked for with --decimals or --figures; None where neither is."""
    if options.decimals is None and options.figures is None:
        return None
    return Digits(options.decimals, options.figures)
