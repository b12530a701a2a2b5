"""What long work says about itself while it is done: how far it is, and whether it should go on at all."""

from typing import Protocol

WHOLE = 100


class Cancelled(Exception):
    """Somebody asked for the work to stop: raised inside it, so that its transaction is taken back."""


class Progress(Protocol):
    """What a long operation is handed. It must cost next to nothing to call, and never wait for a database."""

    def step(self, done: int, total: int, doing: str) -> None:
        """Say that `done` of `total` is done, and by its code what is being done; raises `Cancelled`."""

    def check(self) -> None:
        """Raise `Cancelled` if somebody asked for the work to stop."""


class Unwatched:
    """The progress of work that nobody looks at and nobody can cancel."""

    def step(self, done: int, total: int, doing: str) -> None:
        """Tell nobody."""

    def check(self) -> None:
        """Go on."""


UNWATCHED = Unwatched()


class Part:
    """A part of longer work: its own 0 to 1 becomes `first` to `last` hundredths of the whole."""

    def __init__(self, whole: Progress, first: int, last: int, doing: str) -> None:
        self._whole = whole
        self._first = first
        self._width = last - first
        self._doing = doing

    def at(self, done: int, total: int) -> None:
        """Say that `done` of `total` of this part is done; raises `Cancelled`."""
        share = min(done / total, 1.0) if total > 0 else 1.0
        self._whole.step(self._first + int(self._width * share), WHOLE, self._doing)
