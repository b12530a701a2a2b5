"""The process that does long tasks one by one; `remit serve` starts it, and again if it falls."""

import logging
import os

import django
from django.utils.crypto import get_random_string

from remit.web.presence import WORKER, data_folder, end_with, held


def main() -> None:
    """Do tasks until told to stop; a task in hand is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.web.settings")
    django.setup()
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415 - models: after setup

    # a stop is nothing to warn of; failed tasks are still told
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    end_with(os.getppid())
    worker = Worker(
        queue_names=["*"],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    with held(data_folder(), WORKER, str(os.getpid())):
        worker.configure_signals()
        worker.run()


if __name__ == "__main__":
    main()
