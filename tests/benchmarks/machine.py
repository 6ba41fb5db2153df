"""The machine: one core for what is measured, and a few lines about what it is.

`one_core` has to come before any peer is imported, since they read these variables only then.
"""

from __future__ import annotations

import os
import platform
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}
PACKAGES = (
    *("numpy", "sympy", "symengine", "handcalcs", "torch", "jax", "micrograd"),
    *("jupyterlab", "ipywidgets", "anywidget"),
)


def one_core() -> set[int]:
    """Keep this process, and those that it starts, on one core with one thread; the cores it had before."""
    os.environ.update(ONE_THREAD)
    before = cores()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(before)})
    return before


def cores() -> set[int]:
    """The cores on which this process may run."""
    return (
        set(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))
    )


def allow(some: set[int]) -> None:
    """Let this process run on these cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, some)


def processor() -> str:
    """The name of the processor, as the system says it."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def described() -> str:
    """Processor, number of cores and system, in one line."""
    return f"{processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def versions() -> str:
    """Python and the packages that take part, with their versions, in one line."""
    found = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        with suppress(PackageNotFoundError):
            found.append(f"{package} {version(package).partition('+')[0]}")
    return ", ".join(found)
