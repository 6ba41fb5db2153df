"""The folder of a site: what is in it and was not written by us stays as it is.

    opened     a folder that is new, empty, or holds an earlier site, which `.handnet-site.json` tells
    filled     what was built beside, moved in; what an earlier site had and this one has not, taken away

The marker has the hash of every file, so that a file which a person changed is seen. It is written before
anything moves, and knows old and new files then: a run that was ended midway is simply repeated.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from ..disk import unwritable, write_whole
from ..errors import HandnetError

MARKER = ".handnet-site.json"
BUILDING = ".handnet-building-"
Hashes = dict[str, list[str]]
"""What a file may hold, by its place in the site: one hash, or two while it is being replaced."""


@contextlib.contextmanager
def opened(out: Path, force: bool) -> Iterator[tuple[Path, Hashes]]:
    """An empty folder inside of `out` to build in, which is gone at the end, and what an earlier site wrote.

    Raises HandnetError where `out` is no folder, or has files and is no site, or where files of the earlier
    site were changed by somebody (unless `force`).
    """
    try:
        if out.exists() and not out.is_dir():
            raise HandnetError(f"site: {str(out)!r} is a file; name a folder")
        before = _written_before(out)
        changed = sorted(name for name, hashes in before.items() if _changed(out / name, hashes))
        if changed and not force:
            raise HandnetError(
                f"site: {_named(changed)} in {str(out)!r} changed since the site was made; keep a copy "
                "elsewhere, and say --force to replace what is there"
            )
        out.mkdir(parents=True, exist_ok=True)
        _mark(out, before)
        building = Path(tempfile.mkdtemp(prefix=BUILDING, dir=out))
    except HandnetError:
        raise
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise HandnetError(f"site: {str(out)!r} cannot be used ({why})") from None
    try:
        yield building, before
    except OSError as error:
        raise unwritable(out, error) from None
    finally:
        shutil.rmtree(building, ignore_errors=True)
        if not before and [path.name for path in out.iterdir()] == [MARKER]:
            with contextlib.suppress(OSError):  # nothing was made: leave nothing behind
                (out / MARKER).unlink()
                out.rmdir()


def filled(out: Path, building: Path, before: Mapping[str, list[str]]) -> list[str]:
    """Move what was built into the site; the files that it has now.

    Raises HandnetError, with nothing moved, where a file would replace one that is not the site's.
    """
    built = {name: _hash(building / name) for name in _files(building)}
    foreign = sorted(name for name in built if name not in before and os.path.lexists(out / name))
    foreign += sorted({folder for name in built for folder in _not_folders(out, name)})
    if foreign:
        raise HandnetError(
            f"site: {_named(foreign)} in {str(out)!r} would be replaced and was not made by "
            "`handnet site`; move it away, or choose another folder"
        )
    try:
        _mark(out, {name: [*before.get(name, []), *([built[name]] if name in built else [])]
                    for name in (*before, *built)})  # fmt: skip
        for name in built:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(building / name, out / name)
        for name in sorted(set(before) - set(built)):
            _take_away(out, name)
        _mark(out, {name: [found] for name, found in built.items()})
    except OSError as error:
        raise HandnetError(f"site: {error.filename or str(out)!r}: {error.strerror or error}") from None
    return list(built)


def _written_before(out: Path) -> Hashes:
    """The files of an earlier site, as the marker says; none for a new folder."""
    there = [path.name for path in out.iterdir()] if out.is_dir() else []
    if MARKER not in there:
        if there:
            raise HandnetError(
                f"site: {str(out)!r} is not empty and is no site of handnet; name a new or an empty folder"
            )
        return {}
    try:
        listed = json.loads((out / MARKER).read_text(encoding="utf-8"))["files"]
        return {str(name): [str(each) for each in hashes] for name, hashes in listed.items() if _inside(name)}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise HandnetError(f"site: {str(out / MARKER)!r} cannot be read; name a new folder") from None


def _inside(name: str) -> bool:
    """Whether a name in a marker, which anybody may have written, is that of a file inside of the site."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _mark(out: Path, files: Mapping[str, list[str]]) -> None:
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(files[name])}" for name in sorted(files))
    write_whole(f'{{"handnet": 1, "files": {{\n{lines}\n}}}}\n', out / MARKER)


def _files(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:32]


def _changed(path: Path, hashes: list[str]) -> bool:
    """Whether what was written there is there and is something else now; a link is no file of ours."""
    return os.path.lexists(path) and (path.is_symlink() or not path.is_file() or _hash(path) not in hashes)


def _not_folders(out: Path, name: str) -> Iterator[str]:
    """What stands where a folder of the site has to be: a file, or a link that leads elsewhere."""
    for folder in PurePosixPath(name).parents:
        path = out / folder
        if folder.parts and os.path.lexists(path) and (path.is_symlink() or not path.is_dir()):
            yield str(folder)


def _take_away(out: Path, name: str) -> None:
    """Delete a file of the earlier site, and its folders if nothing else is in them."""
    if any(True for _ in _not_folders(out, name)):
        return
    (out / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        for folder in PurePosixPath(name).parents:
            if folder.parts:
                (out / folder).rmdir()


def _named(names: list[str]) -> str:
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{names[0]!r}{more}"
