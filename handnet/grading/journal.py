"""A report that is written piece by piece and can be gone on with, wherever it was broken off.

    report.csv.partial     the rows so far
    report.csv.journal     how far it is: rows, bytes, the counts for the summary, and of what it is

After each piece the rows are put on the disk first and the journal after them, so what the journal
says is there. What stands behind that in the partial report was not finished and is cut off. When all
is done the partial report takes its name, and the journal goes.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from ..disk import unwritable, write_whole
from ..errors import HandnetError
from ..escape import visible
from .tally import Tally

VERSION = 1


class Journal:
    """A report under way. `tally` and `chunks` say what is there already when it is opened.

    fingerprint   of everything that the report depends on; of another one nothing is gone on with
    delimiter     between cells; marked: whether a byte order mark stands in front, as spreadsheets like it
    note          what became of an earlier beginning; "" if there was none

    Raises HandnetError if the report cannot be written.
    """

    def __init__(
        self, path: Path, fingerprint: str, header: Sequence[str], delimiter: str = ",", marked: bool = False
    ) -> None:
        self.path, self.fingerprint, self.delimiter = path, fingerprint, delimiter
        self.partial, self.log = (path.with_name(path.name + end) for end in (".partial", ".journal"))
        self.tally, self.chunks, self.note = Tally(), 0, ""
        if path.is_dir():
            raise HandnetError(f"{visible(str(path))}: is a folder; name a file, such as report.csv")
        try:
            descriptor = os.open(self.partial, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            self.file: BinaryIO = os.fdopen(descriptor, "r+b")
            self._lock()
            try:
                size = self._resumed()
            except (KeyError, TypeError, AttributeError):  # somebody wrote in it
                size, self.tally, self.chunks = 0, Tally(), 0
            self.file.truncate(size)
            self.file.seek(size)
            if not size:
                self.log.unlink(missing_ok=True)
                self.file.write(b"\xef\xbb\xbf" * marked + self._text([header]))
                self.file.flush()
        except (OSError, ValueError) as error:
            if isinstance(error, HandnetError):
                raise
            if hasattr(self, "file"):
                self.close()
            raise unwritable(path, error) from None

    def _resumed(self) -> int:
        """How many bytes of the partial report hold; takes over what the journal says of them."""
        try:
            known: dict[str, Any] = json.loads(self.log.read_text(encoding="utf-8"))
            there = os.fstat(self.file.fileno()).st_size
        except (OSError, ValueError):
            return 0
        if known.get("version") != VERSION or known.get("fingerprint") != self.fingerprint:
            self.note = f"{visible(self.partial.name)} is of another problem, file or option: begun anew"
            return 0
        if there < known["bytes"]:
            self.note = f"{visible(self.partial.name)} is shorter than it was: begun anew"
            return 0
        self.tally, self.chunks = Tally.from_json(known["tally"]), int(known["chunks"])
        self.note = f"went on after {self.tally.rows:,} rows that were there"
        return int(known["bytes"])

    def _lock(self) -> None:
        """Nobody else may write here at the same time, where the system can say so."""
        try:
            import fcntl
        except ImportError:
            return
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.file.close()
            raise HandnetError(f"{visible(str(self.path))}: is being written by another handnet") from None

    def add(self, rows: Sequence[Sequence[str]], tally: Tally) -> None:
        """Put the rows of one chunk on the disk."""
        try:
            self.file.write(self._text(rows))
            self.file.flush()
            os.fsync(self.file.fileno())
            self.tally.merge(tally)
            self.chunks += 1
            self._note_down()
        except OSError as error:
            raise unwritable(self.path, error) from None

    def _note_down(self) -> None:
        """Write the journal, and wait until it is on the disk."""
        known = {
            "version": VERSION,
            "fingerprint": self.fingerprint,
            "chunks": self.chunks,
            "bytes": self.file.tell(),
            "tally": self.tally.to_json(),
        }
        write_whole(json.dumps(known), self.log, lasting=True)

    def finish(self) -> None:
        """Give the report its name."""
        try:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            os.replace(self.partial, self.path)
            self.log.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(self.path, error) from None

    def close(self) -> None:
        """Leave it as it is, to be gone on with; a beginning without rows goes."""
        with contextlib.suppress(OSError):  # what the disk did not take was told before
            if not self.file.closed and not self.chunks:
                self.partial.unlink(missing_ok=True)
            self.file.close()

    def _text(self, rows: Iterable[Sequence[str]]) -> bytes:
        written = io.StringIO()
        csv.writer(written, delimiter=self.delimiter, lineterminator="\n").writerows(rows)
        return written.getvalue().encode()
