"""What a process that answers requests loads: Remit, and an eye on the process that started it."""

import os

from remit.web.presence import end_with
from remit.web.wsgi import application

__all__ = ["application"]

if "REMIT_SERVING_PID" in os.environ:
    end_with(int(os.environ["REMIT_SERVING_PID"]))
