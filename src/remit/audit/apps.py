from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The record of what every operation did."""

    name = "remit.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
