"""The README's example with Dask, run as it stands on two processes of which one is killed midway.

Skipped where Dask, its scheduler or PyArrow is not installed (`pip install '.[cluster]'`). Two seconds by
itself on two cores, most of it for starting the processes.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import handnet as hn

pytest.importorskip("dask")
pytest.importorskip("distributed")
pq = pytest.importorskip("pyarrow.parquet")
psutil = pytest.importorskip("psutil")  # comes with distributed

ROOT = Path(__file__).parents[1]
PROBLEM = ROOT / "tests" / "published" / "mazur.toml"
ASKED = ["z1[1]", "a1[1]", "z2[1]", "a2[2]", "J", "dJ/dw2[1,1]", "w1[2,1]+"]
PEOPLE, GROUP = 3000, 100


def the_example():
    """The block of the README that imports Dask."""
    blocks = re.findall(r"```py\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (found,) = [block for block in blocks if "dask" in block]
    return found


def sheets():
    """Rows of answers: right, wrong in several ways, unreadable, and some people twice."""
    problem = hn.read(PROBLEM)
    made = [
        problem.solve(*ASKED),
        *(problem.solve(*ASKED, mistakes=[code]) for code in list(hn.MISTAKES)[:6]),
    ]
    for place in range(PEOPLE):
        found = made[place % len(made)]
        texts = [f"{found[each] * (1 + place % 11 * 1e-7):.5g}" for each in ASKED]
        texts[place % len(texts)] = "?" if place % 17 == 0 else texts[place % len(texts)]
        yield {"person": f"somebody {place % (PEOPLE - 50)}", **dict(zip(ASKED, texts, strict=True))}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The class as a Parquet file and as CSV, and the report of one process."""
    import pyarrow as pa
    import pyarrow.csv

    table = pa.Table.from_pylist(list(sheets()))
    pq.write_table(table, tmp_path / "class.parquet", row_group_size=GROUP)
    pyarrow.csv.write_csv(table, tmp_path / "class.csv")
    (tmp_path / "homework.toml").write_bytes(PROBLEM.read_bytes())
    (tmp_path / "example.py").write_text(the_example(), encoding="utf-8")
    (tmp_path / "alone").mkdir()
    monkeypatch.chdir(tmp_path / "alone")
    return tmp_path


def the_workers(process):
    """The processes that work for the example's cluster."""
    started = psutil.Process(process.pid).children(recursive=True)
    return [each for each in started if "spawn_main" in " ".join(each.cmdline())]


def test_the_example_makes_the_same_report_though_a_process_is_killed(folder):
    alone = hn.grade(hn.read(PROBLEM), folder / "class.csv", "report.csv")
    process = subprocess.Popen(
        [sys.executable, "example.py"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        victim, written = killed_midway(process, folder / "report.csv.journal")
        said, complaints = process.communicate(timeout=300)
    finally:
        process.kill()
    assert process.returncode == 0, complaints
    assert 0 < written < PEOPLE / 2
    assert not victim.is_running()
    assert (folder / "report.csv").read_bytes() == Path("report.csv").read_bytes()
    assert said.rstrip() == str(alone)
    assert alone.tally.repeated == 50


def killed_midway(process, journal):
    """One of the two processes at work, killed as soon as something is written, and how much that was."""
    until = time.monotonic() + 120
    while not journal.exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    victim, _ = the_workers(process)
    written = json.loads(journal.read_text())["tally"]["rows"]
    victim.send_signal(signal.SIGKILL)
    return victim, written
