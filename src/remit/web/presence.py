"""Which processes of Remit are alive on a data folder: each holds a lock that ends when it does."""

import contextlib
import fcntl
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

SERVING = "serving"
WORKER = "worker"
PARENT_EVERY_SECONDS = 0.25
PATIENCE_SECONDS = 10.0


def data_folder() -> Path:
    """Return the data folder as the settings take it, without loading them."""
    return Path(os.environ.get("REMIT_DATA_DIR", "data")).resolve()


@contextlib.contextmanager
def held(folder: Path, name: str, text: str = "") -> Iterator[bool]:
    """Hold the lock `name` of a data folder; yields whether it was free. Others may read `text`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        file.truncate(0)
        file.write(text)
        file.flush()
        try:
            yield True
        finally:
            file.truncate(0)


def holder(folder: Path, name: str) -> str | None:
    """Return what the holder of the lock `name` wrote, or None where nobody holds it."""
    try:
        with (folder / f"{name}.lock").open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read()
    except OSError:
        return None
    return None


def last_words(folder: Path, name: str) -> str:
    """Return what the lock `name` says if its holder was killed; nothing if it is held or was let go."""
    if holder(folder, name) is not None:
        return ""
    try:
        return (folder / f"{name}.lock").read_text()
    except OSError:
        return ""


def end_with(parent: int) -> None:
    """End this process soon after `parent` has gone, however it went: nothing is left running alone."""
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="remit-parent").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_EVERY_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_SECONDS)
    os._exit(1)
