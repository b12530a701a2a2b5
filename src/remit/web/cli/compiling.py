"""Says that a command compiles before it begins, where that takes long enough to be wondered at."""

from remit.engine.warming import SCHEDULE, is_warm, warm
from remit.web.cli.console import Console


def compiled(part: str, console: Console) -> None:
    """Have the kernels of a part compiled, and say so on stderr where they are not yet."""
    missing = [each for each in (SCHEDULE, part) if not is_warm(each)]
    if missing:
        console.note("Compiling for this machine, once for this version: up to a minute ...")
    for each in missing:
        warm(each)
