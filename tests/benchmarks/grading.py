"""How long grading a class takes, and how much memory all its processes have together.

    python tests/benchmarks/grading.py [--people 100000] [--jobs 2] [--most-seconds 60] [--most-megabytes 500]
    python tests/benchmarks/grading.py --people 10000 100000 1000000 --jobs 1 2 --broken-off

Everybody answers 20 questions about one 2-2-2 network to four significant figures. Half make no mistake,
the others make one everywhere; one in five has, besides, a number that is off by chance. Exits with 1
where it takes more than it may (the limits hold for 100,000 people and grow with them).

Given several sizes it prints a line for each, and how time and memory grow from the smallest to the largest:
time ~ people^k. With `--broken-off` each class is graded once more with the process killed when half of it
is done, and gone on with; the report has to be the same, byte for byte, as it has to be for every --jobs.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import handnet as hn
from handnet.grading.grade import CHUNK

PROBLEM = Path(__file__).parents[1] / "published" / "mazur.toml"
ASKED = [
    *("z1[1]", "z1[2]", "a1[1]", "a1[2]", "z2[1]", "z2[2]", "a2[1]", "a2[2]", "J"),
    *("dJ/dz2[1]", "dJ/dz2[2]", "dJ/dw2[1,1]", "dJ/dw2[1,2]", "dJ/dw2[2,1]", "dJ/dw2[2,2]"),
    *("dJ/dz1[1]", "dJ/dz1[2]", "dJ/dw1[1,1]", "w2[1,1]+", "w1[1,1]+"),
]


def write_class(path: Path, people: int) -> None:
    """The answers of so many people."""
    problem, chance = hn.read(PROBLEM), random.Random("a class")
    right, *sheets = (
        [made[address] for address in ASKED]
        for made in (
            problem.solve(*ASKED, mistakes=codes) for codes in ([], *([each] for each in hn.MISTAKES))
        )
    )
    wrong = [sheet for sheet in sheets if sheet != right]
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["person", *ASKED])
        for person in range(people):
            sheet = list(chance.choice(wrong) if person % 2 else right)
            if chance.random() < 0.2:
                sheet[chance.randrange(len(sheet))] *= chance.uniform(0.5, 1.5)
            table.writerow([f"person {person}", *(f"{number:.4g}" for number in sheet)])


def resident(pid: int) -> int:
    """Bytes in memory of a process and of those that it started; what they share counts for each."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(resident(int(child)) for child in children)


class Run(NamedTuple):
    """One grading: seconds by the clock and of processors, the most megabytes, and the report's SHA-256."""

    people: int
    jobs: int
    seconds: float
    processors: float
    megabytes: float
    report: str
    held: bool

    def __str__(self) -> str:
        """A line of the table."""
        return (
            f"{self.people:>11,}{self.jobs:>6}{self.seconds:>10.1f}{self.processors:>12.1f}"
            f"{self.people / self.seconds:>14,.0f}{self.megabytes:>9.0f}"
        )


HEADER = f"{'people':>11}{'jobs':>6}{'seconds':>10}{'processors':>12}{'people/s':>14}{'MB':>9}"


def graded(answers: Path, report: Path, people: int, jobs: int) -> Run:
    """Grade the class once, watched from outside."""
    start, most = time.perf_counter(), 0
    before = sum(os.times()[2:4])
    process = begun(answers, report, jobs)
    while process.poll() is None:
        most = max(most, resident(process.pid))
        time.sleep(0.05)
    seconds = time.perf_counter() - start
    with report.open("rb") as file:
        rows = sum(1 for _ in file) - 1
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    held = process.returncode == 0 and rows == people
    return Run(people, jobs, seconds, sum(os.times()[2:4]) - before, most / 1e6, digest, held)


def begun(answers: Path, report: Path, jobs: int) -> subprocess.Popen[bytes]:
    """`handnet grade` in a process of its own."""
    command = [sys.executable, "-m", "handnet", "grade", PROBLEM, answers, "-o", report, "--jobs", jobs]
    return subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL)


def gone_on_with(answers: Path, report: Path, people: int, jobs: int) -> tuple[int, Run]:
    """Kill the process that grades when half is done, and go on: how many rows were there, and the rest."""
    process, journal = begun(answers, report, jobs), report.with_name(report.name + ".journal")
    there = 0
    while there < people / 2 and process.poll() is None:
        time.sleep(0.02)
        there = json.loads(journal.read_text())["tally"]["rows"] if journal.exists() else 0
    process.kill()
    process.wait()
    return there, graded(answers, report, people, jobs)


def exponent(least: Run, most: Run, what: str) -> float:
    """k in `what` ~ people^k between two runs."""
    ratio = getattr(most, what) / getattr(least, what)
    return math.log(ratio) / math.log(most.people / least.people)


def all_runs(sizes: list[int], jobs: list[int], broken_off: bool) -> tuple[list[Run], bool]:
    """Every size with every number of processes; False where two reports of one class differ."""
    runs, same = [], True
    for people in sizes:
        with tempfile.TemporaryDirectory() as folder:
            answers, report = Path(folder, "answers.csv"), Path(folder, "report.csv")
            write_class(answers, people)
            reports = set()
            for count in jobs:
                runs.append(graded(answers, report, people, count))
                print(runs[-1], flush=True)
                reports.add(runs[-1].report)
            if broken_off and people > 2 * CHUNK:
                report.unlink()
                there, rest = gone_on_with(answers, report, people, jobs[-1])
                print(
                    f"{'':>11}  killed after {there:,} rows; the rest took {rest.seconds:.1f} s", flush=True
                )
                same = same and rest.held and 0 < there < people
                reports.add(rest.report)
            same = same and len(reports) == 1
    return runs, same


def main() -> int:
    """Grade classes and say what it took."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--people", type=int, nargs="+", default=[100_000])
    options.add_argument("--jobs", type=int, nargs="+", default=[os.cpu_count() or 1])
    options.add_argument("--broken-off", action="store_true")
    options.add_argument("--most-seconds", type=float, default=60)
    options.add_argument("--most-megabytes", type=float, default=500)
    chosen = options.parse_args()
    print(f"{len(ASKED)} answers each; handnet {hn.__version__}, Python {platform.python_version()}, "
          f"{platform.machine()}, {os.cpu_count()} cores\n{HEADER}")  # fmt: skip
    runs, same = all_runs(sorted(chosen.people), chosen.jobs, chosen.broken_off)
    for jobs in chosen.jobs if len(chosen.people) > 1 else []:
        own = [run for run in runs if run.jobs == jobs]
        time_, memory = (exponent(own[0], own[-1], what) for what in ("seconds", "megabytes"))
        print(f"jobs {jobs}: seconds ~ people^{time_:.2f}, megabytes ~ people^{memory:.2f}")
    print("one report, byte for byte, for each class" if same else "REPORTS DIFFER")
    slow = [run for run in runs if run.seconds > chosen.most_seconds * max(1, run.people / 100_000)]
    large = [run for run in runs if run.megabytes > chosen.most_megabytes]
    return int(bool(slow or large or not same or not all(run.held for run in runs)))


if __name__ == "__main__":
    sys.exit(main())
