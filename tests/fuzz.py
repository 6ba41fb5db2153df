"""Very many broken inputs at one door, or at each of them; not collected by pytest.

    python tests/fuzz.py addresses --minutes 10
    python tests/fuzz.py all --minutes 10 --seed 2

The doors are in `doors.py`: addresses, answers, formulas, toml, csv, json, commands. It ends with 1, and
prints the smallest input that Hypothesis finds, where anything but a HandnetError comes out, where one
input takes more than a second of the processor, where memory grows by more than 200 MB, and where
anything typed is run, loaded, written elsewhere or sent (`guarded.py`). What works for a whole class may
take longer than a second, for it is asked to. Ends with the number of inputs, the slowest and
the memory.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import importlib
import resource
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commands_tried import SLOW, Tried
from doors import Door, doors
from guarded import measured, peak, watched
from hypothesis import HealthCheck, Phase, given, seed, settings

SECONDS, SECONDS_FOR_MANY, HANGS = 1.0, 20.0, 60.0
MEMORY = 200_000_000
ROUND = 500
"""Inputs that Hypothesis draws together; what it remembers of them is let go of after each round."""


@dataclass
class Tally:
    """What was tried at a door so far."""

    inputs: int = 0
    slowest: float = 0.0
    at_slowest: str = ""
    before: int = field(default_factory=peak)
    started: float = field(default_factory=time.monotonic)
    worked: float = field(default_factory=time.process_time)

    def line(self, name: str) -> str:
        """The tally in one line."""
        minutes, of_processor = (
            (time.monotonic() - self.started) / 60,
            (time.process_time() - self.worked) / 60,
        )
        return (
            f"{name}: {self.inputs} inputs in {minutes:.1f} minutes, {of_processor:.1f} of a processor; slowest "
            f"{self.slowest:.2f} s ({self.at_slowest}); memory grew by {(peak() - self.before) / 1e6:.0f} MB"
        )


def try_one(door: Door, typed: Any, tally: Tally) -> None:
    """Hand one input in, and raise AssertionError where anything is done that must not be."""
    seconds, memory = _once(door, typed)
    most = SECONDS_FOR_MANY if isinstance(typed, Tried) and _is_for_many(typed) else SECONDS
    most += door.a_line * typed.count(b"\n") if door.a_line else 0
    for _ in range(4):  # other programs may have had the processor
        if seconds > most:
            seconds = min(seconds, _once(door, typed)[0])
    tally.inputs += 1
    if seconds > tally.slowest:
        tally.slowest, tally.at_slowest = seconds, ascii(typed)[:100]
    assert seconds <= most, f"takes {seconds:.1f} s"
    assert memory <= MEMORY, f"takes {memory / 1e6:.0f} MB"


def _is_for_many(tried: Tried) -> bool:
    return any(word in SLOW for word in tried.arguments)


def _once(door: Door, typed: Any) -> tuple[float, int]:
    with tempfile.TemporaryDirectory(prefix="handnet-fuzz-") as name:
        folder = Path(name)
        faulthandler.dump_traceback_later(HANGS, exit=True)
        with watched(folder) as found:
            used = measured(lambda: door.open_(typed, folder))
        faulthandler.cancel_dump_traceback_later()
    assert not found, found[:5]
    return used


def run(name: str, minutes: float, first_seed: int) -> bool:
    """Try inputs at a door for so long; whether it held."""
    door = doors()[name]
    number, until = first_seed * 1_000_000, time.monotonic() + 60 * minutes
    warm_up(door, number)
    tally = Tally()
    print(f"{name}: begins with seed {number}", flush=True)
    while time.monotonic() < until:
        number += 1

        @seed(number)
        @settings(
            max_examples=ROUND,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            phases=[
                Phase.generate,
                Phase.shrink,
            ],  # to explain, Hypothesis would follow every line: too slow to time
        )
        @given(door.texts)
        def hold(typed: Any) -> None:
            if time.monotonic() < until:
                try_one(door, typed, tally)

        try:
            hold()
        except BaseException:
            print(f"--- {name} DID NOT HOLD, seed {number}: {tally.line(name)}", flush=True)
            raise
        gc.collect()
        if number % 10 == 0:
            print(tally.line(name), flush=True)
    print(f"HELD: {tally.line(name)}", flush=True)
    assert peak() - tally.before <= MEMORY, "memory grew from input to input"
    return True


def warm_up(door: Door, number: int) -> None:
    """Let everything be loaded that is loaded late, and the first time of everything pass."""

    @seed(number)
    @settings(max_examples=60, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(door.texts)
    def once(typed: Any) -> None:
        with tempfile.TemporaryDirectory(prefix="handnet-fuzz-") as name:
            door.open_(typed, Path(name))

    once()


def main() -> int:
    """Read the command line, and try each door that is named."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    reader.add_argument("door", nargs="+", choices=["all", *doors()])
    reader.add_argument("--minutes", type=float, default=10)
    reader.add_argument("--seed", type=int, default=1)
    asked = reader.parse_args()
    for name in ("numpy", "sympy", "matplotlib.figure"):  # no input is to be charged for these
        importlib.import_module(name)
    resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000, 4_000_000_000))
    names = list(doors()) if "all" in asked.door else asked.door
    for name in names:
        run(name, asked.minutes, asked.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
