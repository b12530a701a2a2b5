"""Where compiled kernels are kept: beside the data under Remit, in the user's cache for the library alone.

numba knows a compiled kernel by the time and size of the one file it stands in, not by what that file imports. So
each state of the sources has a folder of its own: code compiled from other sources is never run.

This module loads no numba: whoever only asks whether all is compiled waits for nothing.
"""

import atexit
import hashlib
import os
import platform
import shutil
import sys
import tempfile
import time
from functools import cache
from importlib.metadata import version
from pathlib import Path

FOLDER_VARIABLE = "REMIT_KERNEL_CACHE"
NUMBA_VARIABLE = "NUMBA_CACHE_DIR"
_DAY = 24 * 60 * 60
_MONTH = 30 * _DAY
_MOST_OTHERS = 4


def _sources() -> list[Path]:
    return sorted(Path(__file__).parent.glob("*.py"))


def _fingerprint() -> str:
    """Return what changes whenever the source of a kernel does."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _base() -> Path:
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / "remit"


@cache
def cache_folder() -> Path:
    """Return the folder of compiled kernels, made if need be; one for this process alone where none can be kept."""
    try:
        folder = _base() / f"kernels-{_fingerprint()}"
        is_new = not folder.is_dir()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            os.utime(folder)  # it is in use
        if is_new:
            _clear(folder)
    except (OSError, RuntimeError):  # no home, no right to write: compile anew each time
        folder = Path(tempfile.mkdtemp(prefix="remit-kernels-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _clear(made: Path) -> None:
    """Remove what other states of the sources left behind: not used for a month, or for a day and several newer ones.

    A folder is used when a process starts; what a running one no longer finds it compiles anew.
    """
    others = [each for each in made.parent.glob("kernels-*") if each != made and each.is_dir()]
    used = sorted(((each.stat().st_mtime, each) for each in others), reverse=True)
    now = time.time()
    for place, (last, folder) in enumerate(used):
        if now - last > (_MONTH if place < _MOST_OTHERS else _DAY):
            shutil.rmtree(folder, ignore_errors=True)


def _stamp() -> str:
    """Return what numba looks at before it takes a kept kernel: its version, the machine, and each file's time."""
    digest = hashlib.sha256(
        f"{version('numba')} {version('llvmlite')} {sys.version} {platform.platform()}".encode()
    )
    for path in _sources():
        about = path.stat()
        digest.update(f"{path} {about.st_mtime_ns} {about.st_size}".encode())
    return digest.hexdigest()


def _marker(part: str) -> Path:
    return Path(os.environ.get(NUMBA_VARIABLE) or cache_folder()) / f"{part}.compiled"


def is_kept(part: str) -> bool:
    """Return whether all kernels of a part of the engine were compiled and kept by `keep`, for just these sources."""
    try:
        return _marker(part).read_text(encoding="utf-8") == _stamp()
    except OSError:
        return False


def keep(part: str) -> None:
    """Note that all kernels of a part have been compiled, where they are kept."""
    try:
        if not is_kept(part):
            _marker(part).write_text(_stamp(), encoding="utf-8")
    except OSError:  # a full disk: compiled anew the next time
        return
