import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PROGRESS_EVERY_SECONDS = 0.2
BAR_WIDTH = 24


@dataclass(slots=True)
class Console:
    """What a command says: its result on stdout, as words or as one JSON object; progress on stderr."""

    as_json: bool = False
    quiet: bool = False
    _last: float = field(default=0.0, repr=False)
    _width: int = field(default=0, repr=False)

    def result(self, facts: Mapping[str, Any], *lines: str) -> None:
        """Print the result: `facts` as JSON, or `lines` for people."""
        self._end_progress()
        if self.as_json:
            self._out(json.dumps({"ok": True, **facts}, default=str))
        else:
            for line in lines:
                self._out(line)

    def exactly(self, facts: Mapping[str, Any], *lines: str) -> None:
        """Print the result of a command whose JSON others rely on: `facts` and nothing else."""
        self._end_progress()
        if self.as_json:
            self._out(json.dumps(facts))
        else:
            for line in lines:
                self._out(line)

    def problem(
        self, code: str, message: str, details: Mapping[str, Any] | None = None, *, in_words: bool = False
    ) -> None:
        """Print what went wrong: one line on stderr, or one JSON object on stdout; both with `in_words`."""
        self._end_progress()
        if self.as_json:
            self._out(
                json.dumps({"ok": False, "error": {"code": code, "message": message, **(details or {})}})
            )
        if in_words or not self.as_json:
            sys.stderr.write(f"remit: {' '.join(message.split())}\n")

    def note(self, text: str) -> None:
        """Tell people at the terminal something that is not the result."""
        if not self.quiet:
            self._end_progress()
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()

    def progress(self, text: str, done: int = 0, total: int = 0) -> None:
        """Show how far long work has come: one changing line at a terminal, silence where nobody looks."""
        now = time.monotonic()
        if self.quiet or self.as_json or not sys.stderr.isatty() or now - self._last < PROGRESS_EVERY_SECONDS:
            return
        self._last = now
        line = f"{text}  {_bar(done, total)}" if total else text
        sys.stderr.write("\r" + line.ljust(self._width)[:100])
        sys.stderr.flush()
        self._width = len(line)

    def watcher(self, stages: Mapping[str, object]) -> "Watcher":
        """Return the progress of an operation; `stages` holds the words for what it does."""
        return Watcher(self, stages)

    def _end_progress(self) -> None:
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            self._width = 0

    @staticmethod
    def _out(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _bar(done: int, total: int) -> str:
    share = min(max(done, 0) / total, 1.0)
    filled = int(share * BAR_WIDTH)
    return f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {int(share * 100):3} %"


@dataclass(frozen=True, slots=True)
class Watcher:
    """Shows what an operation says about itself; Ctrl+C is what stops it."""

    console: Console
    stages: Mapping[str, object]

    def step(self, done: int, total: int, doing: str) -> None:
        """Show how far it is."""
        self.console.progress(str(self.stages.get(doing, doing)), done, total)

    def check(self) -> None:
        """Go on."""
