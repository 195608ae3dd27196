"""Many inputs over processes: order, laziness, and an input that kills its worker."""

import os
from collections.abc import Iterator

import pytest

from newsparse.pool import run_all


def double_or_die(number: int) -> int:
    if number < 0:
        os._exit(3)  # as the kernel or a broken library ends a process
    return number * 2


def crashed(number: int) -> int:
    return -1


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order(workers: int) -> None:
    assert list(run_all(double_or_die, range(40), workers, on_crash=crashed)) == [2 * n for n in range(40)]


def test_a_worker_that_dies_costs_its_own_input_only() -> None:
    numbers = [1, 2, -7, 3, 4, -8, 5]
    assert list(run_all(double_or_die, numbers, 2, on_crash=crashed)) == [2, 4, -1, 6, 8, -1, 10]


@pytest.mark.parametrize("workers", [1, 2])
def test_inputs_are_taken_a_few_ahead_only(workers: int) -> None:
    taken = []

    def numbers() -> Iterator[int]:
        for number in range(10_000):
            taken.append(number)
            yield number

    results = run_all(double_or_die, numbers(), workers, on_crash=crashed)
    assert next(results) == 0
    assert len(taken) < 20
    results.close()  # type: ignore[attr-defined]
