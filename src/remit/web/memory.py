"""Giving memory back that was needed to begin and is not needed to go on."""

import ctypes
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

MAPS = Path("/proc/self/maps")
PAGES = Path("/proc/self/statm")
_CODE = "r-xp"
_DONT_NEED = 4  # MADV_DONTNEED


def give_back_code(library: str) -> int:
    """Let go of the resident code of a loaded library, `library` being part of its file's name; return its bytes.

    Code is never written to, so the kernel reads a page from the file again when somebody runs it. Of the compiler
    50 MB are touched to load kernels, and none to run them. Does nothing where there is no Linux.
    """
    if not sys.platform.startswith("linux") or not MAPS.exists():
        return 0
    advise = ctypes.CDLL(None, use_errno=True).madvise
    advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    spans = list(_code_of(library))
    return sum(end - start for start, end in spans if advise(start, end - start, _DONT_NEED) == 0)


def resident_megabytes() -> float:
    """Return how much memory of this process is resident; where there is no Linux, how much was at most."""
    if PAGES.exists():
        return int(PAGES.read_text().split()[1]) * resource.getpagesize() / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def _code_of(library: str) -> Iterator[tuple[int, int]]:
    """Yield where the code of a library lies in this process."""
    for line in MAPS.read_text().splitlines():
        words = line.split(maxsplit=5)  # addresses, rights, three numbers, and the file if it is one
        if words[1] == _CODE and library in words[-1].rpartition("/")[2]:
            start, _dash, end = words[0].partition("-")
            yield int(start, 16), int(end, 16)
