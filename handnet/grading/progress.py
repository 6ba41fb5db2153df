"""A line on the terminal that says how far it is; nothing where there is no terminal."""

from __future__ import annotations

import shutil
import sys
import time

BAR = 12
EVERY = 0.1


class Progress:
    """How many of about so many rows are done. Silent if the stream is no terminal."""

    def __init__(self, expected: int, done: int = 0, quiet: bool = False) -> None:
        self.expected, self.begun, self.drawn = max(expected, 1), time.monotonic(), 0.0
        self.at_first, self.width = done, 0
        self.stream = None if quiet or sys.stderr is None or not sys.stderr.isatty() else sys.stderr

    def show(self, done: int) -> None:
        """Draw the line, not more often than the eye sees."""
        now = time.monotonic()
        if self.stream is None or now - self.drawn < EVERY:
            return
        self.drawn = now
        share = min(done / self.expected, 1.0)
        graded = done - self.at_first
        pace = graded / max(now - self.begun, 1e-9)
        bar = f"[{'#' * round(BAR * share):<{BAR}}] {share:4.0%}  {done:,} of about {self.expected:,}"
        if graded:
            bar += f"  {pace:,.0f} a second  {_time(max(self.expected - done, 0) / pace)} left"
        self._write(bar[: shutil.get_terminal_size().columns - 1])

    def end(self) -> None:
        """Take the line away."""
        if self.stream is not None and self.width:
            self._write("")
            self.stream.write("\r")
            self.stream.flush()

    def _write(self, text: str) -> None:
        assert self.stream is not None
        self.stream.write(f"\r{text:<{self.width}}")
        self.stream.flush()
        self.width = len(text)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
