"""Compiles what the engine needs before somebody waits for it, in processes of its own.

A compiler keeps what it has worked with until its process ends: all of levelling in one process takes 650 MB. So one
process compiles until it has grown, ends, and the next one goes on from what is kept on disk.
"""

import os
import subprocess
import sys

from remit.engine.warming import compile_missing, is_warm
from remit.web.memory import give_back_code, resident_megabytes
from remit.web.presence import end_with

MODULE = "remit.web.warming"
LOWEST = 19
GROWN_MEGABYTES = 175
NOT_DONE = 75
"""With this a process ends that has compiled something and has grown; what is left is for the next."""
GENTLY = "--gently"
"""With this a process takes only the processor time that nobody else wants."""


def main(part: str, *, gently: bool = False) -> None:
    """Compile what is not kept yet of a part, and end with the parent."""
    if is_warm(part):
        return
    end_with(os.getppid())
    if gently:
        os.nice(LOWEST)
    _stop_when_grown()
    compile_missing(part)


def compile_apart(part: str) -> None:
    """Compile a part in processes of their own, so that this one stays small; what fails there is done at first use."""
    command = [sys.executable, "-m", MODULE, part]
    while subprocess.run(command, check=False).returncode == NOT_DONE:  # noqa: S603 - of our own
        pass


def _stop_when_grown() -> None:
    """Let this process end, once it has compiled something, when its memory has grown."""
    from remit.engine.kernels.compiling import between_kernels  # noqa: PLC0415 - half a second, and only here

    def stop() -> None:
        # what the compiler runs to load what is kept, and more, it does not run to compile the next kernel
        give_back_code("llvmlite")
        if resident_megabytes() > GROWN_MEGABYTES:
            raise SystemExit(NOT_DONE)

    between_kernels(stop)


if __name__ == "__main__":
    main(sys.argv[1], gently=GENTLY in sys.argv)
