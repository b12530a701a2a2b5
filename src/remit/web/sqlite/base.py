"""Django's SQLite backend, with writers in turn.

SQLite itself lets a waiting writer sleep for up to a tenth of a second and try again: with several clients one
of them can miss every gap until its patience ends, which shows as "database is locked".
"""

import sqlite3
import threading
import time
from collections import defaultdict

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from remit.web.sqlite.turns import Turns

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PRIMARY_CODE = 0xFF
_TRY_EVERY_SECONDS = 0.001
_DEFAULT_TIMEOUT_SECONDS = 5.0

_turns: defaultdict[str, Turns] = defaultdict(Turns)
_turns_lock = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions take turns: among threads by `Turns`, among processes by trying often."""

    transaction_mode: str | None
    _turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode in {None, "DEFERRED"} or self.is_in_memory_db():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the published types
            return
        patience = float(self.settings_dict["OPTIONS"].get("timeout", _DEFAULT_TIMEOUT_SECONDS))
        until = time.monotonic() + patience
        with _turns_lock:
            turns = _turns[str(self.settings_dict["NAME"])]
        if not turns.take(patience):
            msg = "database is locked"
            raise OperationalError(msg)
        self._turn = turns
        try:
            self._begin(until, patience)
        except BaseException:
            self._end_turn()
            raise

    def _begin(self, until: float, patience: float) -> None:
        """Begin as soon as no other process writes."""
        raw: sqlite3.Connection = self.connection
        raw.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    with self.wrap_database_errors:
                        raw.execute(f"BEGIN {self.transaction_mode}")
                except OperationalError as error:
                    if not _is_busy(error) or time.monotonic() >= until:
                        raise
                else:
                    return
                time.sleep(_TRY_EVERY_SECONDS)
        finally:
            raw.execute(f"PRAGMA busy_timeout = {patience * 1000:.0f}")

    def _end_turn(self) -> None:
        turns, self._turn = self._turn, None
        if turns is not None:
            turns.give()

    def _commit(self) -> None:
        # a commit that fails is followed by a rollback, which ends the turn
        super()._commit()  # type: ignore[misc]  # as above
        self._end_turn()

    def _rollback(self) -> None:
        # a rollback that fails is followed by a close
        super()._rollback()  # type: ignore[misc]  # as above
        self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # as above
        finally:
            self._end_turn()


def _is_busy(error: OperationalError) -> bool:
    cause = error.__cause__
    return isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode & _PRIMARY_CODE in _BUSY
