from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The record of what every operation did."""

    name = "remit.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the right to read the record."""
        from remit.core.registries import Capability, capabilities  # noqa: PLC0415 - apps are ready only now

        capabilities.register(
            Capability("audit.view", _("Read the record"), _("Read who changed what, when and why."))
        )
