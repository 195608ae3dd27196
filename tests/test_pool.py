"""Many inputs over processes: order, laziness, and inputs that hang, crash, or eat all memory."""

import os
import time
from collections.abc import Iterator
from functools import partial

import pytest

from newsparse.pool import Loss, available_cpus, run_all

CRASH, HANG, HOG = -1, -2, -3
LIMIT = 400_000_000


def double(number: int) -> int:
    if number == CRASH:
        os._exit(3)  # as the kernel or a broken library ends a process
    if number == HANG:
        time.sleep(1000)
    if number == HOG:
        return len(bytearray(10 * LIMIT))
    return number * 2


def lost(number: int, loss: Loss) -> str:
    return f"{number} {loss}"


def fail() -> None:
    raise ValueError("no weights")


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_results_come_in_order(workers: int) -> None:
    assert list(run_all(double, range(100), workers, on_loss=lost)) == [2 * n for n in range(100)]


def test_a_poisoned_input_costs_itself_only() -> None:
    numbers = [1, HANG, 2, CRASH, 3, 4, HOG, CRASH, 5]
    results = list(run_all(double, numbers, 2, on_loss=lost, time_limit=1, memory_limit=LIMIT))
    assert results == [2, "-2 late", 4, "-1 died", 6, 8, "-3 died", "-1 died", 10]


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_inputs_are_taken_a_few_ahead_only(workers: int) -> None:
    taken = []

    def numbers() -> Iterator[int]:
        for number in range(10_000):
            taken.append(number)
            yield number

    results = run_all(double, numbers(), workers, on_loss=lost)
    assert next(results) == 0
    assert len(taken) <= 1 + 16 * workers
    results.close()  # type: ignore[attr-defined]


def test_large_inputs_and_results_pass() -> None:
    texts = ["长" * 1_000_000] * 6
    assert list(run_all(str.upper, texts, 2, on_loss=lambda text, loss: loss)) == texts


def threads(_: int) -> str | None:
    return os.environ.get("OPENBLAS_NUM_THREADS")


def test_workers_use_one_thread_each_and_this_process_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    before = dict(os.environ)
    assert list(run_all(threads, [0], 1, on_loss=lost)) == ["1"]
    assert dict(os.environ) == before


def test_what_stops_every_worker_is_raised() -> None:
    with pytest.raises(ValueError, match="no weights"):
        list(run_all(double, range(50), 2, on_loss=lost, prepare=fail))
    with pytest.raises(RuntimeError, match="cannot start"):
        list(run_all(double, range(50), 2, on_loss=lost, prepare=partial(os._exit, 1)))


def test_a_consumer_that_pauses_costs_no_input() -> None:
    results = run_all(double, range(8), 2, on_loss=lost, time_limit=0.2)
    assert next(results) == 0
    time.sleep(0.5)
    assert list(results) == [2 * n for n in range(1, 8)]


def test_there_is_a_cpu() -> None:
    assert available_cpus() >= 1
