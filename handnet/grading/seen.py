"""Who had a row before: each person's first row, kept on the disk, so that memory does not grow."""

from __future__ import annotations

import sqlite3

from .long_form import as_key


class Seen:
    """The first row of every person so far; what an earlier reading left in the database is forgotten."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        database.execute(
            "CREATE TEMP TABLE IF NOT EXISTS seen (key TEXT PRIMARY KEY, row INTEGER) WITHOUT ROWID"
        )
        database.execute("DELETE FROM seen")

    def row_before(self, person: str, row: int) -> int:
        """The first row of this person, if this is not the first; 0 if it is, or if nobody is named."""
        key = as_key(person)
        if not key:
            return 0
        done = self.database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, row))
        if done.rowcount:
            return 0
        return int(self.database.execute("SELECT row FROM seen WHERE key = ?", (key,)).fetchone()[0])


def duplicate_of(row: int) -> str:
    """What the report says of a row whose person had this row before."""
    return f"duplicate of row {row}"
