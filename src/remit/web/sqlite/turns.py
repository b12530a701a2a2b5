"""Whose turn it is to write: SQLite lets one writer in at a time and does not mind who has waited longest."""

import threading
import time
from collections import deque
from dataclasses import dataclass, field

# Whoever runs may go ahead of sleepers, which saves waking them each time; but nobody is passed over for longer.
PATIENCE_SECONDS = 0.1


@dataclass(slots=True, eq=False)
class _Waiter:
    since: float
    woken: threading.Event = field(default_factory=threading.Event)
    is_given: bool = False


class Turns:
    """Hands the right to write from thread to thread of this process, so that none of them starves."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[_Waiter] = deque()
        self._is_taken = False

    def take(self, seconds: float) -> bool:
        """Wait for a turn, `seconds` at most; return whether it came."""
        now = time.monotonic()
        until = now + seconds
        with self._lock:
            if self._taken_now():
                return True
            waiter = _Waiter(now)
            self._waiting.append(waiter)
        while True:
            waiter.woken.wait(max(0.0, until - time.monotonic()))
            with self._lock:
                if waiter.is_given:
                    return True
                if self._taken_now():
                    self._waiting.remove(waiter)
                    return True
                if time.monotonic() >= until:
                    self._waiting.remove(waiter)
                    return False
                waiter.woken.clear()

    def _taken_now(self) -> bool:
        was_free = not self._is_taken
        self._is_taken = True
        return was_free

    def give(self) -> None:
        """End the turn: the next one is whoever comes first, or who has waited too long already."""
        with self._lock:
            if self._waiting and time.monotonic() - self._waiting[0].since > PATIENCE_SECONDS:
                waiter = self._waiting.popleft()
                waiter.is_given = True
                waiter.woken.set()
                return
            self._is_taken = False
            if self._waiting:
                self._waiting[0].woken.set()
