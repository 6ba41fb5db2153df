"""Everybody's worksheets as files, each under a name of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import HandnetError, suggestion
from ..variation.table import file_names, made_folder
from ..written_as import ENDS, PAGES, in_form, write

if TYPE_CHECKING:
    from .many import Worksheets


def save_sheets(sheets: Worksheets, folder: str | Path, form: str) -> list[Path]:
    """A file for each person, named by place in the roster and a plain form of the name."""
    if form not in PAGES:
        raise HandnetError(f"worksheet: unknown form {form!r}; {suggestion(str(form), PAGES)}")
    target, paths = made_folder(folder), []
    for name, sheet in zip(file_names(sheets.variants.people), sheets, strict=True):
        paths.append(target / f"{name}{ENDS[form][0]}")
        write(in_form(sheet, form, whole=True), paths[-1])
    return paths
