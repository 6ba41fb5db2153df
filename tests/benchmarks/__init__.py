"""How fast handnet is, as ratios against the best there is, each measured in the same minutes.

    python tests/benchmarks [--rounds 15] [--rows 1-3,8] [--write]

runs every row of the table (see `__main__`). A `Row` says what is done, by us and by each peer
(`rows`); the rows stand in `symbols` (derivations and their LaTeX), `values` (numbers, many at once,
training), `typed` (answers given as formulas), `fresh` (new processes) and `slider` (the panel, in a
browser). `timing` takes them round by round, `machine` pins one core and says on what it ran,
`table` prints and writes. A peer that is not installed is a line that says so:
`pip install 'handnet[peers]'`.

Beside it stands `grading`, a command of its own: a whole class in so many seconds and megabytes.
"""
