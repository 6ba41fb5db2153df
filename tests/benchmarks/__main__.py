"""Run the benchmarks and print the table of ratios.

python tests/benchmarks [--rounds 15] [--rows 1-3,8] [--patience 20] [--write]

--rounds     how often each candidate is taken; one that is slow less often
--rows       which rows of the table; all without it
--patience   seconds that one peer may take in one row
--write      write RESULTS.md and the README's short table, which needs all rows

row 1, 2   derivations against sympy.diff and symengine       row 6    10,000 sets of numbers
row 3      LaTeX with numbers against handcalcs               row 7    10,000 updates
row 4      loss and gradients of one sample                   row 8    answers given as formulas
row 5      the same of larger networks                        row 9    fresh processes
                                                              row 10   a slider in JupyterLab

What cannot be measured, since a peer is not installed, is a line that says so.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path[0] = str(
    Path(__file__).parents[1]
)  # `benchmarks` is a package, and the tests' own modules are there

from benchmarks import machine  # noqa: E402

FREE = machine.one_core()  # before any peer is imported

from benchmarks import fresh, slider, symbols, table, timing, typed, values  # noqa: E402
from benchmarks.rows import Measured  # noqa: E402

ROWS = [*symbols.ROWS, *values.ROWS, *typed.ROWS, *fresh.ROWS]
ALL = {*(row.number for row in ROWS), 10}


def chosen(text: str) -> set[int]:
    """The rows that are meant by "1-3,8"."""
    wanted: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        wanted |= set(range(int(first), int(last or first) + 1))
    if not wanted <= ALL:
        raise ValueError(text)
    return wanted


def main() -> int:
    """Measure the rows and print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--rows", type=chosen, default=ALL)
    options.add_argument("--patience", type=float, default=20.0)
    options.add_argument("--write", action="store_true")
    asked = options.parse_args()
    if asked.write and asked.rows != ALL:
        options.error("--write needs all rows")
    found: list[Measured] = []
    if 10 in asked.rows:  # first, since most can go wrong there
        print("10: slider …", file=sys.stderr, flush=True)
        found += slider.measured(asked.rounds, FREE)
        machine.one_core()
    for row in ROWS:
        if row.number in asked.rows:
            print(f"{row.number}: {row.what} …", file=sys.stderr, flush=True)
            found += timing.measured(row, asked.rounds, asked.patience)
    found.sort(key=lambda each: each.number)
    print(table.on_a_terminal(found))
    if asked.write:
        table.write(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
