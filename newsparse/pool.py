"""Many inputs over several processes: in order, lazily, in bounded memory, and past any input that kills its worker.

Each worker is one process with a pipe of its own, served by one thread of this process. Workers share nothing, no
queue and no lock, so one that dies or is killed in the middle of anything cannot hold up the others, and it is always
known which input it had in hand.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Generic, Literal, TypeVar

__all__ = ["Loss", "available_cpus", "run_all"]

In = TypeVar("In")
Out = TypeVar("Out")
Loss = Literal["died", "late"]
"""Why an input has no result: its worker died, or it took longer than the time limit."""

# What OpenBLAS, OpenMP, MKL and Apple's Accelerate take the number of their threads from.
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_ENVIRONMENT = threading.Lock()
# Inputs taken ahead of the result that is given out next, for each worker: enough that the other workers go on while
# one is at a slow input, and few enough to hold in memory.
_AHEAD = 16


def available_cpus() -> int:
    """Give the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_all(
    work: Callable[[In], Out],
    items: Iterable[In],
    workers: int,
    *,
    on_loss: Callable[[In, Loss], Out],
    prepare: Callable[[], object] | None = None,
    time_limit: float | None = None,
    memory_limit: int | None = None,
) -> Iterator[Out]:
    """Apply a picklable function to every item and yield the results in order.

    Parameters
    ----------
    work:
        Called in a worker process, or in this one when ``workers`` is 0. It must not raise.
    items:
        Taken lazily, a few ahead for each worker.
    workers:
        Number of processes; 0 works in this process, without limits and without protection.
    on_loss:
        Gives the result for an item whose worker died on it twice, or did not end in time.
    prepare:
        Called once in each worker before its first item, outside the time limit: loads what ``work`` needs.
    time_limit:
        Seconds that one item may take before its worker is killed and replaced.
    memory_limit:
        Bytes of data that one worker may hold (``RLIMIT_DATA``); asking for more raises ``MemoryError`` in it. Not
        enforced on systems without that limit.

    Raises
    ------
    RuntimeError
        When workers cannot start at all.
    """
    if workers < 1:
        yield from map(work, items)
        return
    source = iter(items)
    crew: _Crew[In, Out] = _Crew(workers, work, prepare, memory_limit)
    threads = ThreadPoolExecutor(workers, thread_name_prefix="newsparse")
    waiting: deque[tuple[In, Future[Out | _Lost]]] = deque()
    try:
        while True:
            for item in itertools.islice(source, workers * _AHEAD - len(waiting)):
                waiting.append((item, threads.submit(crew.run, item, time_limit)))
            if not waiting:
                return
            item, future = waiting.popleft()
            result = future.result()
            yield on_loss(item, result.loss) if isinstance(result, _Lost) else result
    finally:
        crew.dismiss()
        threads.shutdown(cancel_futures=True)


class _Lost:
    def __init__(self, loss: Loss) -> None:
        self.loss = loss


class _CannotStartError(EOFError):
    pass


class _Crew(Generic[In, Out]):
    """Workers, of which one that is lost is replaced."""

    def __init__(self, size: int, *task: Any) -> None:
        self._task = task
        self._workers = {_Worker(*task) for _ in range(size)}
        self._idle: SimpleQueue[_Worker | None] = SimpleQueue()  # None: no more work is done
        self._lock = threading.Lock()
        self._dismissed = False
        self._proven = False  # whether any worker has ever given a result
        for worker in self._workers:
            self._idle.put(worker)

    def run(self, item: In, time_limit: float | None) -> Out | _Lost:
        """Have an idle worker do one item; tell how it was lost if it was."""
        # A worker may die for no fault of the item, when the system wants memory: the item has a second chance.
        for _ in range(2):
            worker = self._idle.get()
            if worker is None:
                self._idle.put(None)  # for the next thread that waits
                break
            try:
                result: Out = worker.ask(item, time_limit)
            except TimeoutError:
                self._replace(worker)
                return _Lost("late")
            except (EOFError, OSError) as error:
                if isinstance(error, _CannotStartError) and not self._proven:
                    raise RuntimeError(str(error)) from error
                self._replace(worker)
            else:
                self._proven = True
                self._idle.put(worker)
                return result
        return _Lost("died")

    def _replace(self, worker: _Worker) -> None:
        worker.kill()
        with self._lock:
            self._workers.discard(worker)
            if not self._dismissed:
                self._workers.add(fresh := _Worker(*self._task))
                self._idle.put(fresh)

    def dismiss(self) -> None:
        """End all workers, whatever they are doing."""
        with self._lock:
            self._dismissed = True
            for worker in self._workers:
                worker.kill()
            self._idle.put(None)


class _Worker:
    """One process and this side of the pipe to it."""

    def __init__(self, *task: Any) -> None:
        # "spawn" is the one way to start a process that works on every system and is safe with threads.
        context = get_context("spawn")
        self._pipe, other_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(other_end, *task), daemon=True)
        with _single_threaded():
            self._process.start()
        other_end.close()  # so that the death of the process ends the pipe
        self._ready = False

    def ask(self, item: Any, time_limit: float | None) -> Any:
        """Send one item and wait for its result.

        Raises
        ------
        TimeoutError
            When there is none in time.
        EOFError, OSError
            When the process ends without one.
        """
        if not self._ready:
            self._wait_until_ready()
        self._pipe.send(item)
        if not self._pipe.poll(time_limit):
            raise TimeoutError
        return self._pipe.recv()

    def _wait_until_ready(self) -> None:
        try:
            error = self._pipe.recv()
        except (EOFError, OSError) as end:
            self._process.join(5)
            raise _CannotStartError(
                f"a worker process cannot start (exit code {self._process.exitcode}); a script that uses workers needs "
                'its code under `if __name__ == "__main__":`'
            ) from end
        if error is not None:
            raise error
        self._ready = True

    def kill(self) -> None:
        """End the process; whoever waits for its result gets an EOFError."""
        self._process.kill()
        self._process.join()


@contextmanager
def _single_threaded() -> Iterator[None]:
    """Have processes that start now do their linear algebra in one thread.

    Libraries read this when they are loaded. Workers that each use all processors for small matrices stand in each
    other's way: the recogniser then reads a seventh of the characters a second (two processors, both busy).
    """
    with _ENVIRONMENT:
        added = [name for name in _THREADS if name not in os.environ]
        os.environ.update(dict.fromkeys(added, "1"))
        try:
            yield
        finally:
            for name in added:
                del os.environ[name]


def _serve(
    pipe: Connection,
    work: Callable[[Any], Any],
    prepare: Callable[[], object] | None,
    memory_limit: int | None,
) -> None:
    """Answer items until the pipe ends; runs in the worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process, which ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if memory_limit is not None and sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory_limit, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    try:
        if prepare is not None:
            prepare()
        pipe.send(None)
    except Exception as error:  # wrong settings, missing weights: the caller should see it
        pipe.send(error)
        return
    while True:
        try:
            item = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(work(item))
        except MemoryError:  # with the memory gone, the one safe thing is a new process
            os._exit(1)
        except OSError:  # nobody waits for the result any more
            return


def _end_with_parent() -> None:
    """End this process when the main process is gone, even in the middle of an endless article."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
