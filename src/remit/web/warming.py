"""Compiles what the engine needs, beside a Remit that answers already; `remit serve` starts it once.

A compiler keeps what it has worked with until its process ends: all of levelling in one process takes 650 MB. So one
process compiles until it has grown, ends, and the next one goes on from what is kept on disk.
"""

import os
import resource
import subprocess
import sys

from remit.engine.warming import PARTS, is_warm, warm
from remit.web.presence import end_with

MODULE = "remit.web.warming"
LOWEST = 19
GROWN_MEGABYTES = 240
NOT_DONE = 75
"""With this a process ends that has compiled something and has grown; what is left is for the next."""


def main(parts: list[str]) -> None:
    """Compile what is not kept yet, with the processor time that nobody else wants, and end with the parent."""
    missing = [each for each in parts or PARTS if not is_warm(each)]
    if not missing:
        return
    end_with(os.getppid())
    if parts:
        _stop_when_grown()
        for part in missing:
            warm(part)
        return
    os.nice(LOWEST)
    for part in missing:
        while _compile_some(part) == NOT_DONE:
            pass


def _compile_some(part: str) -> int:
    return subprocess.run([sys.executable, "-m", MODULE, part], check=False).returncode  # noqa: S603 - of our own


def _stop_when_grown() -> None:
    """Let this process end, once it has compiled something, when its memory has grown."""
    from remit.engine.kernels.compiling import between_kernels  # noqa: PLC0415 - half a second, and only here

    def stop() -> None:
        if _peak_megabytes() > GROWN_MEGABYTES:
            raise SystemExit(NOT_DONE)

    between_kernels(stop)


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


if __name__ == "__main__":
    main(sys.argv[1:])
