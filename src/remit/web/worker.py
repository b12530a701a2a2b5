"""The process that does long tasks one by one; `remit serve` starts it, and again if it falls."""

import logging
import os
import sys
import threading
import time

import django
from django.db import close_old_connections
from django.utils.crypto import get_random_string

from remit.web.background import UNTIL_IDLE
from remit.web.presence import WORKER, data_folder, end_with, held

log = logging.getLogger(__name__)

TEND_EVERY_SECONDS = 30.0


def main(*, until_idle: bool = False) -> None:
    """Do tasks until told to stop, or until none waits; a task in hand is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.web.settings")
    django.setup()
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415 - models: after setup

    from remit.web.upkeep import tend  # noqa: PLC0415 - as above

    # a stop is nothing to warn of; failed tasks are still told
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    end_with(os.getppid())
    worker = Worker(
        queue_names=["*"],
        interval=1,
        batch=until_idle,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    with held(data_folder(), WORKER, str(os.getpid())):
        tend(has_begun=False)
        threading.Thread(target=_tend_now_and_then, daemon=True, name="remit-upkeep").start()
        worker.configure_signals()
        worker.run()


def _tend_now_and_then() -> None:
    """Keep long work in order beside the tasks; what goes wrong is told and tried again."""
    from remit.web.upkeep import tend  # noqa: PLC0415 - models: after setup

    while True:
        time.sleep(TEND_EVERY_SECONDS)
        close_old_connections()
        try:
            tend()
        except Exception:
            log.exception("The upkeep of long work failed; it is tried again.")


if __name__ == "__main__":
    main(until_idle=UNTIL_IDLE in sys.argv)
