"""Writers in turn: nobody is passed over, and every way out of a transaction ends its turn."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from remit.web.settings.database import SQLITE_OPTIONS
from remit.web.sqlite import turns as module
from remit.web.sqlite.turns import Turns

WAIT = 10.0

pytestmark = pytest.mark.django_db  # lets connections of one's own be opened


def handler(path: Path, timeout: float) -> ConnectionHandler:
    stated = {
        "ENGINE": "remit.web.sqlite",
        "NAME": str(path),
        "OPTIONS": {**SQLITE_OPTIONS, "timeout": timeout},
    }
    return ConnectionHandler({"default": stated})


def begun(connection: BaseDatabaseWrapper) -> BaseDatabaseWrapper:
    connection.ensure_connection()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    return connection


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[BaseDatabaseWrapper, BaseDatabaseWrapper]]:
    """Two connections to one file, the second of which has little patience."""
    path = tmp_path / "turns.sqlite3"
    first, second = handler(path, WAIT)["default"], handler(path, 0.05)["default"]
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE counter (number integer)")
        cursor.execute("INSERT INTO counter VALUES (0)")
    yield first, second
    first.close()
    second.close()


def test_a_second_writer_is_refused_when_its_patience_ends(
    pair: tuple[BaseDatabaseWrapper, BaseDatabaseWrapper],
) -> None:
    begun(pair[0])
    with pytest.raises(OperationalError, match="database is locked"):
        begun(pair[1])
    pair[0].rollback()


@pytest.mark.parametrize("way_out", ["commit", "rollback", "close"])
def test_every_way_out_of_a_transaction_ends_its_turn(
    way_out: str, pair: tuple[BaseDatabaseWrapper, BaseDatabaseWrapper]
) -> None:
    getattr(begun(pair[0]), way_out)()
    begun(pair[1]).rollback()


def test_a_writer_of_another_process_is_waited_for(
    pair: tuple[BaseDatabaseWrapper, BaseDatabaseWrapper],
) -> None:
    first, second = pair
    with first.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")  # beside the turns, as another process would
    with pytest.raises(OperationalError, match="database is locked"):
        begun(second)
    with first.cursor() as cursor:
        cursor.execute("ROLLBACK")
    begun(second).rollback()


def test_many_writers_lose_nothing_and_none_fails(tmp_path: Path) -> None:
    path = tmp_path / "many.sqlite3"
    made = handler(path, WAIT)["default"]
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE counter (number integer)")
        cursor.execute("INSERT INTO counter VALUES (0)")
    failed: list[Exception] = []

    def write() -> None:
        own = handler(path, WAIT)["default"]
        try:
            for _each in range(20):
                begun(own)
                with own.cursor() as cursor:
                    cursor.execute("SELECT number FROM counter")
                    number = cursor.fetchone()[0]
                    cursor.execute("UPDATE counter SET number = %s", [number + 1])
                own.commit()
                own.set_autocommit(True)
        except OperationalError as error:
            failed.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=write) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    with made.cursor() as cursor:
        cursor.execute("SELECT number FROM counter")
        assert cursor.fetchone() == (120,)
    made.close()
    assert not failed


def test_whoever_has_waited_too_long_is_next_even_if_another_is_quicker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.0)
    turns = Turns()
    assert turns.take(0)
    came: list[bool] = []
    waiting = threading.Thread(target=lambda: came.append(turns.take(WAIT)))
    waiting.start()
    while not turns._waiting:
        time.sleep(0.001)
    time.sleep(0.001)
    turns.give()
    assert not turns.take(0)  # quicker, but it is not the turn
    waiting.join(WAIT)
    assert came == [True]
    turns.give()
    assert turns.take(0)


def test_whoever_gives_up_waiting_is_given_no_turn() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0)


def test_the_tests_own_database_needs_no_turns() -> None:
    with transaction.atomic():
        assert getattr(connections["default"], "_turn", None) is None
