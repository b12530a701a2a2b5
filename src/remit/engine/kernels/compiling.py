"""Where compiled kernels are kept: beside the data under Remit, in the user's cache for the library alone.

numba knows a compiled kernel by the time and size of the one file it stands in, not by what that file imports. So
each state of the sources has a folder of its own: code compiled from other sources is never run.
"""

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

FOLDER_VARIABLE = "REMIT_KERNEL_CACHE"

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _fingerprint() -> str:
    """Return what changes whenever the source of a kernel does."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _base() -> Path:
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "remit"


def cache_folder() -> Path:
    """Return the folder of compiled kernels, made if need be; one for this process alone where none can be kept."""
    try:
        folder = _base() / f"kernels-{_fingerprint()}"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError):  # no home, no right to write: compile anew each time
        folder = Path(tempfile.mkdtemp(prefix="remit-kernels-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return folder


# numba reads this once, when it is imported
if "NUMBA_CACHE_DIR" not in os.environ:
    os.environ["NUMBA_CACHE_DIR"] = str(cache_folder())

from numba import njit  # noqa: E402 - after it has been said where compiled code is kept

_BARE: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}


def kernel(function: _Function) -> _Function:
    """Return the compiled form of `function`, kept on disk, run without the interpreter's lock.

    `function` takes and returns numbers, arrays and named tuples of them. Its interpreted form, which checks the
    bounds of arrays, is `py_func` of the result, and the result itself where NUMBA_DISABLE_JIT is set.
    """
    return cast("_Function", njit(cache=True, nogil=True)(function))


def bare(function: _Function) -> _Function:
    """Return the compiled form of a `function` that makes no arrays: whoever calls it brings the memory.

    Without memory of its own it counts no references to arrays, which in a loop over tuples of arrays takes
    twenty times as long as the work.
    """
    return cast("_Function", njit(**_BARE)(function))


def inlined(function: _Function) -> _Function:
    """Return the compiled form of a `bare` function that is laid into whatever calls it.

    A call hands every array of its tuples over one by one, which takes longer than most steps in working time.
    """
    return cast("_Function", njit(**_BARE, forceinline=True)(function))
