"""What a process that answers requests loads: Remit, and an eye on the process that started it."""

import gc
import importlib
import os

from remit.web.presence import end_with


def _obey_the_supervisor() -> None:
    """Stop when the process that started this one says so or is gone, and for no other reason."""
    if "REMIT_SERVING_PID" in os.environ:
        # a session of its own: Ctrl+C at the terminal reaches only the supervisor, for told twice this one hangs
        os.setsid()
        end_with(int(os.environ["REMIT_SERVING_PID"]))


# first of all: loading takes a second, and somebody may press Ctrl+C meanwhile
_obey_the_supervisor()

from remit.engine.warming import PARTS, is_warm, warm  # noqa: E402 - as above
from remit.web.memory import give_back_code  # noqa: E402 - as above
from remit.web.wsgi import application  # noqa: E402 - as above

__all__ = ["application"]

# What the first request would load is loaded now, and all of it stays: the collector need not look through it
# again and again, which takes a tenth of a second each time, in the middle of somebody's request.
importlib.import_module("remit.web.urls")
# while something is still compiled beside, the memory of the engine waits for whoever schedules first
if all(map(is_warm, PARTS)) or os.environ.get("REMIT_COMPILE_AHEAD") == "off":
    warm()
    give_back_code("llvmlite")
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
