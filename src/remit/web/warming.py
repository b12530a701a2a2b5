"""Compiles what the engine needs, beside a Remit that answers already; `remit serve` starts it once."""

import os

from remit.engine.warming import PARTS, is_warm, warm
from remit.web.presence import end_with

LOWEST = 19


def main() -> None:
    """Compile what is not kept yet, with the processor time that nobody else wants, and end with the parent."""
    missing = [each for each in PARTS if not is_warm(each)]
    if missing:
        os.nice(LOWEST)
        end_with(os.getppid())
    for part in missing:
        warm(part)


if __name__ == "__main__":
    main()
