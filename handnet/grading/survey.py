"""A first look at a file of answers: what it is, in which letters, and its fingerprint.

The file is read through once, block by block. `Survey` says how its bytes become text: UTF-8, UTF-16
where it says so at its start, and otherwise the Windows letters of western Europe, with a warning,
because no byte is without a letter there.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ..errors import HandnetError
from ..escape import visible

BLOCK = 1 << 20
LOOKED_AT = 4096
MOST_CONTROLS = 0.1
FEW = 16
"""A larger share of control characters at the start, and more than a few, and it is no text."""
_OTHER_KINDS = (
    (b"PK\x03\x04", "a spreadsheet or an archive"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet of an old kind"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"%PDF-", "a PDF document"),
    (b"\x1f\x8b", "a compressed file"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Five bytes have no letter in windows-1252; they become control characters, as browsers read them.
codecs.register_error(
    "handnet.c1",
    lambda error: (error.object[error.start : error.end].decode("latin-1"), error.end),  # type: ignore[attr-defined]
)


class Survey(NamedTuple):
    """What a file is.

    fingerprint   SHA-256 of all its bytes
    size, lines   bytes, and line ends
    encoding      how its bytes are read
    warning       what had to be guessed
    """

    path: Path
    fingerprint: str
    size: int
    lines: int
    encoding: str
    warning: str = ""

    @property
    def errors(self) -> str:
        """What becomes of bytes that do not fit the encoding."""
        return "handnet.c1" if self.encoding == "cp1252" else "replace"

    @property
    def marked(self) -> bool:
        """Whether it is written as spreadsheets write: anything but plain UTF-8."""
        return self.encoding != "utf-8"


def survey(path: str | os.PathLike[str]) -> Survey:
    """Look a file through; raises HandnetError in one line if it can hold no answers."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise HandnetError(f"{_shown(path)}: is no ordinary file")
        with open(path, "rb") as file:
            start = file.read(LOOKED_AT)
            encoding = _encoding(path, start)
            file.seek(0)
            return _read_through(Path(path), file, encoding)
    except (OSError, ValueError, TypeError) as error:
        if isinstance(error, HandnetError):
            raise
        why = getattr(error, "strerror", None) or error
        raise HandnetError(f"{_shown(path)}: cannot be read ({why})") from None


def _shown(path: object) -> str:
    return visible(str(path))


def _encoding(path: object, start: bytes) -> str:
    """What the first bytes say; raises HandnetError for what is no text."""
    if not start.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise HandnetError(f"{_shown(path)}: is empty")
    for mark, kind in _OTHER_KINDS:
        if start.startswith(mark):
            raise HandnetError(f"{_shown(path)}: is {kind}; save the answers as CSV")
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    controls = sum(each < 32 and each not in b"\t\r\n\f" for each in start)
    if controls > max(MOST_CONTROLS * len(start), FEW):
        raise HandnetError(f"{_shown(path)}: is no text that can be read; save the answers as CSV in UTF-8")
    return "utf-8"


def _read_through(path: Path, file: BinaryIO, encoding: str) -> Survey:
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    size, lines, is_utf8 = 0, 0, True
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
        lines += block.count(b"\n")
        is_utf8 = is_utf8 and _decodes(decoder, block)
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    found = Survey(path, digest.hexdigest(), size, lines, encoding)
    if is_utf8 or encoding in ("utf-16", "utf-32"):
        return found
    said = "not UTF-8; read as Windows letters (cp1252), so look at names with accents"
    return found._replace(encoding="cp1252", warning=said)


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True
