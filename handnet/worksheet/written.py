"""Worksheets as files: in which form, under which name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import HandnetError, suggestion
from ..files import write_whole
from ..shown import Shown
from ..variation.table import file_names, made_folder

if TYPE_CHECKING:
    from .many import Worksheets

SUFFIXES = {"latex": ".tex", "markdown": ".md", "html": ".html", "text": ".txt"}
"""The forms, and how the names of their files end."""


def in_form(shown: Shown, form: str, whole: bool = True) -> str:
    """The text of a sheet or a key; of LaTeX a `whole` document, or a piece to be put into one."""
    match form:
        case "latex":
            return shown.to_latex(document=whole)
        case "markdown":
            return shown.to_markdown()
        case "html":
            return str(shown.to_html())
        case "text":
            return shown.to_text()
    raise HandnetError(f"worksheet: unknown form {form!r}; {suggestion(str(form), SUFFIXES)}")


def form_of(path: str | Path) -> str | None:
    """The form that the end of a file's name says; None for any other."""
    end = Path(path).suffix.lower()
    return next((form for form, suffix in SUFFIXES.items() if suffix == end), None)


def write(shown: Shown, path: str | Path, form: str) -> None:
    """Write a sheet or a key, whole or not at all."""
    write_whole(in_form(shown, form).rstrip("\n") + "\n", path)


def save_sheets(sheets: Worksheets, folder: str | Path, form: str) -> list[Path]:
    """A file for each person, named by place in the roster and a plain form of the name."""
    suffix = SUFFIXES.get(form)
    if suffix is None:
        raise HandnetError(f"worksheet: unknown form {form!r}; {suggestion(str(form), SUFFIXES)}")
    target, paths = made_folder(folder), []
    for name, sheet in zip(file_names(sheets.variants.people), sheets, strict=True):
        paths.append(target / f"{name}{suffix}")
        write(sheet, paths[-1], form)
    return paths
