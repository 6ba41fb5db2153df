"""From a file to records: the cells of each row, however badly it is written.

`read_lines` gives the lines of a text file one by one, `records` their cells. A row may go over
several lines where a cell in quotation marks holds line ends. A quotation mark that is never closed
would swallow all the rows below it, so several lines are taken for one row only if they give as
many cells as the header and none of them could be a row itself; otherwise the mark is a sign like any other.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from .survey import Survey

LONGEST_LINE = 100_000
"""Characters of a line that are read; no row of answers is as long. Below the limit of `csv`."""
MOST_LINES = 50
LONGEST_ROW = 10_000
"""Lines and characters that one row may go over."""
DELIMITERS = "\t;,"
_QUOTED_OR_INDEX = re.compile(r'"(?:[^"]|"")*"|\[[^\[\]]*\]')
_OPEN = re.compile(r".*\[\s*[0-9]+\s*")
_CLOSING = re.compile(r"\s*[0-9]+\s*\].*")


class Text(NamedTuple):
    """A line of a file, without its end; `cut` if there was more than is read."""

    number: int
    text: str
    cut: bool = False


class Record(NamedTuple):
    """The cells of a row, the number of its line, and what is wrong with how it is written."""

    number: int
    cells: list[str]
    problems: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.problems and not any(cell.strip() for cell in self.cells)


def read_lines(survey: Survey) -> Iterator[Text]:
    """The lines, numbered from 1; lines end as Unix, Windows or old Macintosh files end them."""
    with survey.path.open(encoding=survey.encoding, errors=survey.errors) as file:
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            cut = len(line) == LONGEST_LINE and not line.endswith("\n")
            rest = line
            while cut and not rest.endswith("\n") and (rest := file.readline(LONGEST_LINE)):
                pass
            yield Text(number, line.rstrip("\n"), cut)


def delimiter_of(line: str) -> str:
    """The sign between the cells: the one of tab, semicolon, comma that there are most of.

    Signs in quotation marks and in the brackets of addresses do not count.
    """
    bare = _QUOTED_OR_INDEX.sub("", line)
    return max(DELIMITERS, key=bare.count) if any(sign in bare for sign in DELIMITERS) else ","


def records(lines: Iterator[Text], delimiter: str) -> Iterator[Record]:
    """The records of all lines; the first is the header, which says how many cells a row has."""
    waiting: deque[Text] = deque()
    width = 0
    while True:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            return
        problems = [f"longer than {LONGEST_LINE:,} characters; the rest is cut off"] if line.cut else []
        cells = _cells(line, lines, waiting, delimiter, width)
        if cells is None:
            cells = [cell.strip().strip('"') for cell in line.text.split(delimiter)]
            problems.append("a quotation mark is not closed")
        if delimiter == "," and len(cells) > width:
            cells = _with_indices(cells)
        width = width or len(cells)
        yield Record(line.number, cells, tuple(problems))


def _cells(
    line: Text, lines: Iterator[Text], waiting: deque[Text], delimiter: str, width: int
) -> list[str] | None:
    """The cells of the row that begins here; None if its quotation marks do not go by pairs."""
    if '"' not in line.text:
        return line.text.split(delimiter)
    return _quoted(line.text, delimiter) or _over_lines(line, lines, waiting, delimiter, width)


def _quoted(text: str, delimiter: str) -> list[str] | None:
    """The cells of a text with quotation marks; None if those do not go by pairs."""
    try:
        (cells,) = csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True)
    except (csv.Error, ValueError):
        return None
    return cells


def _goes_on(text: str, delimiter: str) -> bool:
    """Whether the last cell of a text without its quotation mark could be closed by what follows."""
    try:
        list(csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _over_lines(
    first: Text, lines: Iterator[Text], waiting: deque[Text], delimiter: str, width: int
) -> list[str] | None:
    """The cells of a row that goes on over the next lines; None, and nothing taken, if it does not."""
    joined, taken = first.text, 0
    if not _goes_on(joined, delimiter):
        return None
    while taken < MOST_LINES and len(joined) < LONGEST_ROW:
        if taken == len(waiting):
            following = next(lines, None)
            if following is None:
                return None
            waiting.append(following)
        line = waiting[taken]
        if width > 1 and len(_quoted(line.text, delimiter) or ()) >= width:
            return None  # a row itself
        joined, taken = f"{joined}\n{line.text}", taken + 1
        if '"' in line.text and len(joined) < LONGEST_ROW:
            cells = _quoted(joined, delimiter)
            if cells is not None:
                if width and len(cells) != width:
                    return None
                for _ in range(taken):
                    waiting.popleft()
                return cells
            if not _goes_on(joined, delimiter):
                return None
    return None


def _with_indices(cells: list[str]) -> list[str]:
    """The cells, an address such as w1[2,1] whole again where its own comma parted it."""
    joined: list[str] = []
    for cell in cells:
        if joined and _OPEN.fullmatch(joined[-1]) and _CLOSING.fullmatch(cell):
            joined[-1] += f",{cell}"
        else:
            joined.append(cell)
    return joined
