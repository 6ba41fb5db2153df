"""The same bytes whatever the hash seed is, in a process of its own; `same_everywhere` has the rest."""

from __future__ import annotations

import os
import subprocess
import sys

from same_bytes import HERE, KINDS, digests, hostile_problem

KINDS_HERE = ["json", "toml", "code", "numbers", "checked", "arrays", "graded"]


def elsewhere(seed: str) -> list[str]:
    """The digests in a process of its own, whose strings and sets are hashed otherwise."""
    done = subprocess.run(
        [sys.executable, HERE / "same_bytes.py", "--kinds", *KINDS_HERE],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_two_processes_with_other_hash_seeds_write_the_same_bytes():
    assert set(KINDS_HERE) <= set(KINDS)
    first, second = elsewhere("1"), elsewhere("2")
    assert first == second
    assert len(first) == len(KINDS_HERE)


def test_a_digest_tells_two_outputs_apart(monkeypatch):
    """Of another problem the digest is another one."""
    lines = []
    for title in ("one", "another"):
        problem = hostile_problem()
        problem.title = title
        monkeypatch.setitem(KINDS, "toml", lambda problem=problem: [("problem", problem.to_toml())])
        lines += digests(["toml"])
    assert len(set(lines)) == 2
