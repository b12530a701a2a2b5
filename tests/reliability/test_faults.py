"""ASVS 2.3.3: whichever write of an operation fails, the database is afterwards as it was before."""

import hashlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, connection, transaction

from remit.audit.recording import OPERATIONS
from remit.conftest import World
from tests.permissions import WRITE
from tests.reliability.operations import Example, examples

pytestmark = [pytest.mark.django_db, pytest.mark.long(10)]
SEED = 20261127


class Disk:
    """Counts writes, and fails at one of them as a full disk would; 0 fails at none."""

    def __init__(self, fails_at: int) -> None:
        self.fails_at, self.writes = fails_at, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - the contract is Django's
        if WRITE.match(sql):
            self.writes += 1
            if self.writes == self.fails_at:
                raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)


@contextmanager
def disk(fails_at: int = 0) -> Iterator[Disk]:
    wrapper = Disk(fails_at)
    with connection.execute_wrapper(wrapper):
        yield wrapper


def everything() -> str:
    """Return one hash of every row of every table."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            # as the database gives them: nothing is converted, a thousand times over
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')  # noqa: S608 - names are our own
            digest.update(f"{table} {cursor.fetchall()!r}\n".encode())
    return digest.hexdigest()


def writes_of(example: Example, before: str) -> int:
    """Return how many writes an example makes; what it did is taken back."""
    with transaction.atomic(), disk() as counted:
        example()
        assert everything() != before
        transaction.set_rollback(True)
    assert everything() == before
    return counted.writes


def check(world: World, chosen: Callable[[int], list[int]]) -> None:
    done, faults, wrong = examples(world), 0, []
    before = everything()
    missing = sorted(set(OPERATIONS) - {name.partition(" ")[0] for name in done})
    assert missing == [], "give each an example in tests/reliability/operations.py"
    for name, example in done.items():
        for number in chosen(writes_of(example, before)):
            faults += 1
            with disk(number), pytest.raises(OperationalError):
                example()
            if everything() != before:
                wrong.append(f"{name}, write {number}")
                break
    print(
        f"2.3.3: {faults} faults in {len(done)} examples of {len(OPERATIONS)} operations, "
        f"{len(wrong)} left something behind"
    )
    assert wrong == []


@pytest.mark.any_database  # what is begun and taken back is Django's part; the soak is for both databases
def test_an_operation_whose_write_fails_leaves_nothing_behind(world: World) -> None:
    """The first write, the last, and one between, of each operation."""
    chance = random.Random(SEED)
    check(world, lambda writes: sorted({1, chance.randint(1, writes), writes}))


@pytest.mark.soak
def test_every_write_of_every_operation_fails_once_and_leaves_nothing_behind(world: World) -> None:
    check(world, lambda writes: list(range(1, writes + 1)))


def test_a_fault_that_left_something_behind_would_be_seen(world: World) -> None:
    before = everything()
    type(world.project).objects.update(name="Canal")
    assert everything() != before
