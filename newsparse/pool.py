"""Many inputs over several processes: in order, lazily, in bounded memory, and past an input that kills its worker."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

__all__ = ["run_all"]

In = TypeVar("In")
Out = TypeVar("Out")

# Inputs handed to the pool ahead of the result that is given out next, for each worker: enough that no worker waits.
_AHEAD = 4


def run_all(
    work: Callable[[In], Out], items: Iterable[In], workers: int, *, on_crash: Callable[[In], Out]
) -> Iterator[Out]:
    """Apply a picklable function to every item and yield the results in order.

    Parameters
    ----------
    work:
        Called in a worker process, or in this one when ``workers`` is 1. It must not raise.
    items:
        Taken lazily, a few ahead for each worker.
    workers:
        Number of processes.
    on_crash:
        Gives the result for an item whose worker process died (out of memory, a fault in a library).
    """
    if workers <= 1:
        yield from map(work, items)
        return
    source = iter(items)
    waiting: deque[tuple[In, Future[Out]]] = deque()
    pool = _start(workers)
    try:
        while True:
            for item in islice(source, workers * _AHEAD - len(waiting)):
                waiting.append((item, _submit(pool, work, item)))
            if not waiting:
                return
            item, future = waiting.popleft()
            try:
                result = future.result()
            except BrokenProcessPool:
                # Nobody knows which input killed the worker: run the oldest one alone, the others again.
                pool.shutdown(cancel_futures=True)
                result = _run_alone(work, item, on_crash)
                pool = _start(workers)
                waiting = deque((other, _again(pool, work, other, old)) for other, old in waiting)
            yield result
    finally:
        pool.shutdown(cancel_futures=True)


def _start(workers: int) -> ProcessPoolExecutor:
    # "spawn" is the one way to start a process that works on every system and is safe with threads.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _submit(pool: ProcessPoolExecutor, work: Callable[[In], Out], item: In) -> Future[Out]:
    try:
        return pool.submit(work, item)
    except BrokenProcessPool as error:  # noticed now; dealt with when this item's turn comes
        future: Future[Out] = Future()
        future.set_exception(error)
        return future


def _again(pool: ProcessPoolExecutor, work: Callable[[In], Out], item: In, old: Future[Out]) -> Future[Out]:
    done = old.done() and not old.cancelled() and old.exception() is None
    return old if done else _submit(pool, work, item)


def _run_alone(work: Callable[[In], Out], item: In, on_crash: Callable[[In], Out]) -> Out:
    with _start(1) as pool:
        try:
            return pool.submit(work, item).result()
        except BrokenProcessPool:
            return on_crash(item)
