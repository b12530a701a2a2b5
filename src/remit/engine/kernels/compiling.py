"""How kernels are compiled; `kept` says where they stay. Importing this loads numba."""

import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar, cast

from remit.engine.kernels.kept import NUMBA_VARIABLE, cache_folder

_Function = TypeVar("_Function", bound=Callable[..., Any])

# numba reads this once, when it is imported
if NUMBA_VARIABLE not in os.environ:
    os.environ[NUMBA_VARIABLE] = str(cache_folder())

# numba looks for a linear algebra that no kernel calls: to load it takes half a second and 12 MB
_LINEAR_ALGEBRA = "scipy.linalg"
_is_hidden = _LINEAR_ALGEBRA not in sys.modules
if _is_hidden:
    sys.modules[_LINEAR_ALGEBRA] = None  # type: ignore[assignment]  # how Python says that there is none

import numba.np.arraymath  # noqa: E402, F401 - looks for it once, here
from numba import njit  # noqa: E402 - after it has been said where compiled code is kept
from numba.core import event  # noqa: E402 - as above

if _is_hidden:
    del sys.modules[_LINEAR_ALGEBRA]

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


class _Between(event.Listener):
    def __init__(self, call: Callable[[], None]) -> None:
        self.call = call
        self.compiled = 0

    def on_start(self, _event: object) -> None:
        if self.compiled:
            self.call()

    def on_end(self, event: Any) -> None:
        # what numba compiles for itself is kept nowhere: whoever ended after it would begin with it for ever
        if event.data["dispatcher"].stats.cache_path is not None:
            self.compiled += 1


def between_kernels(call: Callable[[], None]) -> None:
    """Let `call` be called from now on before each kernel that is compiled, but for those before the first kept one.

    What was compiled before is kept on disk by then: `call` may end the process, by raising SystemExit.
    """
    event.register("numba:compile", _Between(call))  # type: ignore[no-untyped-call]  # numba has few types
