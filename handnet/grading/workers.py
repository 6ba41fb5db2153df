"""Chunks worked on by several processes, their results in order.

Each process gets the job once and then chunk after chunk. No more than a few chunks are under way, so
memory does not grow with the file. Processes are started afresh (`spawn`), which works the same on every
system; each ends when this one does, however that ends.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread

from ..errors import HandnetError
from .chunks import Done, Job, work
from .entries import Entry

AHEAD = 2
"""Chunks under way for each process."""

Chunk = Sequence[Entry]


def done_in_order(job: Job, chunks: Iterator[Chunk], jobs: int) -> Iterator[Done]:
    """What `work` gives for each chunk, in the order of the chunks, by so many processes.

    One process does it itself; so does a file of one chunk, and a job that cannot go to another process.
    """
    first = list(islice(chunks, 2))
    chunks = chain(first, chunks)
    data = _bytes(job) if jobs > 1 and len(first) > 1 else None
    if data is None:
        return (work(job, chunk) for chunk in chunks)
    return _by_processes(data, chunks, jobs)


def _bytes(job: Job) -> bytes | None:
    """The job for another process; None if something in it cannot go there, such as a lambda."""
    try:
        return pickle.dumps(job)
    except (pickle.PicklingError, AttributeError, TypeError, RecursionError):
        return None


def _by_processes(data: bytes, chunks: Iterator[Chunk], jobs: int) -> Iterator[Done]:
    context = get_context("spawn")
    far_end, lifeline = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(data, far_end))
    under_way: deque[Future[Done]] = deque()
    try:
        for chunk in chunks:
            under_way.append(pool.submit(_next, chunk))
            if len(under_way) >= AHEAD * jobs:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
        pool.shutdown()
    except BrokenProcessPool:
        raise HandnetError(
            "a process that was grading ended (out of memory?); the same command goes on from here, "
            "--jobs 1 needs less memory"
        ) from None
    finally:
        lifeline.close()  # whoever is still at work stops
        pool.shutdown(cancel_futures=True)
        far_end.close()


_jobs: list[Job] = []
"""In a process that grades: its job."""


def _begin(data: bytes, far_end: Connection) -> None:
    """Begin in a process of its own: Ctrl-C is for the one that started it, whose end is its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(far_end,), daemon=True).start()
    _jobs[:] = [pickle.loads(data)]


def _end_with(far_end: Connection) -> None:
    """Nothing is ever sent: the line is only held, and when it is let go of, this process ends."""
    with contextlib.suppress(EOFError, OSError):
        far_end.recv_bytes()
    os._exit(1)


def _next(chunk: Chunk) -> Done:
    return work(_jobs[0], chunk)
