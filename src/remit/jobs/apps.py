from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work: done by the worker, with progress, a way to stop it, and a result that stays."""

    name = "remit.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where started work goes, what its words are, and how the palette finds it."""
        from remit.core.registries import commands, wording  # noqa: PLC0415 - apps are ready only now
        from remit.jobs import wording as own  # noqa: PLC0415 - as above
        from remit.jobs.palette import job_commands  # noqa: PLC0415 - as above
        from remit.jobs.registries import queues  # noqa: PLC0415 - as above
        from remit.jobs.tasks import enqueue  # noqa: PLC0415 - as above

        queues.register(enqueue)
        commands.register(job_commands)
        wording.register(own.FIELDS, own.OPERATIONS)
