"""Files that are written whole or not at all, and what is said where that cannot be.

write_whole(content, path)     beside it first, then renamed: whatever happens, what is there is whole
resolved(path)                 where it leads, links followed
unwritable(path, error)        the error to raise: where, why, and what to do
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from pathlib import Path
from threading import get_ident

from .errors import HandnetError, shown

LONGEST_PATH = 300
"""So much of a path is said."""
_TO_DO = {
    errno.ENOSPC: "make room there and do it again",
    errno.EDQUOT: "make room there and do it again",
    errno.EFBIG: "choose another disk",
    errno.EACCES: "choose a folder of your own",
    errno.EPERM: "choose a folder of your own",
    errno.EROFS: "choose another folder",
    errno.ENOENT: "make the folder first",
    errno.ENOTDIR: "make the folder first",
    errno.EISDIR: "name a file",
    errno.ENAMETOOLONG: "give it a shorter name",
}


def write_whole(content: str | bytes, path: str | os.PathLike[str], lasting: bool = False) -> None:
    """Write the file whole or not at all; text as UTF-8. A link keeps its target's place.

    `lasting` waits until it is on the disk. What is no file, such as a pipe, is written to as it is. Raises
    HandnetError where nothing can be written, and leaves what was there before.
    """
    try:
        target = Path(path).resolve()
        if target.is_symlink():  # it leads in a circle, which Python 3.13 does not tell
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        data = content.encode() if isinstance(content, str) else content
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, data, lasting)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise unwritable(path, error) from None


def resolved(path: str | os.PathLike[str]) -> Path:
    """Where a path leads, links followed. Raises HandnetError where nothing can have that name."""
    try:
        return Path(path).resolve()
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise unwritable(path, error, "is no name for a file") from None


def _replace(target: Path, data: bytes, lasting: bool) -> None:
    beside = target.with_name(f".handnet-{os.getpid()}-{get_ident()}.tmp")
    try:
        beside.unlink(missing_ok=True)
        with beside.open("xb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        os.replace(beside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def unwritable(path: object, error: Exception, what: str = "cannot be written") -> HandnetError:
    """The error for a path where something cannot be done, which is by default to write there."""
    why = getattr(error, "strerror", None) or error
    to_do = _TO_DO.get(getattr(error, "errno", None) or 0, "")
    return HandnetError(f"{shown(str(path), LONGEST_PATH)}: {what} ({why}){'; ' if to_do else ''}{to_do}")
