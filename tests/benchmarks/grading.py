"""How long grading a class takes, and how much memory all its processes have together.

    python tests/benchmarks/grading.py [--people 100000] [--jobs 2] [--most-seconds 60] [--most-megabytes 500]

Everybody answers 20 questions about one 2-2-2 network to four significant figures. Half make no mistake,
the others make one everywhere; one in five has, besides, a number that is off by chance. Exits with 1
where it takes more than it may.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import handnet as hn

PROBLEM = Path(__file__).parents[1] / "published" / "mazur.toml"
ASKED = [
    *("z1[1]", "z1[2]", "a1[1]", "a1[2]", "z2[1]", "z2[2]", "a2[1]", "a2[2]", "J"),
    *("dJ/dz2[1]", "dJ/dz2[2]", "dJ/dw2[1,1]", "dJ/dw2[1,2]", "dJ/dw2[2,1]", "dJ/dw2[2,2]"),
    *("dJ/dz1[1]", "dJ/dz1[2]", "dJ/dw1[1,1]", "w2[1,1]+", "w1[1,1]+"),
]


def write_class(path: Path, people: int) -> None:
    """The answers of so many people."""
    problem, chance = hn.read(PROBLEM), random.Random("a class")
    right = problem.solve(*ASKED)
    sheets = []
    for code in hn.MISTAKES:
        made = problem.solve(*ASKED, mistakes=[code])
        sheets.append([made[address] for address in ASKED])
    wrong = [sheet for sheet in sheets if sheet != [right[address] for address in ASKED]]
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["person", *ASKED])
        for person in range(people):
            sheet = list(chance.choice(wrong)) if person % 2 else [right[address] for address in ASKED]
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


def main() -> int:
    """Grade a class once and say what it took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options.add_argument("--most-seconds", type=float, default=60)
    options.add_argument("--most-megabytes", type=float, default=500)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        answers, report = Path(folder, "answers.csv"), Path(folder, "report.csv")
        write_class(answers, chosen.people)
        command = [sys.executable, "-m", "handnet", "grade", PROBLEM, answers, "-o", report]
        start, most = time.perf_counter(), 0
        process = subprocess.Popen(
            [*map(str, command), "--jobs", str(chosen.jobs)], stdout=subprocess.DEVNULL
        )
        while process.poll() is None:
            most = max(most, resident(process.pid))
            time.sleep(0.05)
        seconds, megabytes = time.perf_counter() - start, most / 1e6
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        rows = len(report.read_text().splitlines()) - 1
    print(
        f"{rows:,} people, {len(ASKED)} answers each, {chosen.jobs} processes: {seconds:.1f} s "
        f"({used.ru_utime + used.ru_stime:.1f} s of processors), {megabytes:.0f} MB"
    )
    held = process.returncode == 0 and rows == chosen.people
    return int(not held or seconds > chosen.most_seconds or megabytes > chosen.most_megabytes)


if __name__ == "__main__":
    sys.exit(main())
