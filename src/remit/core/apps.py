from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every app stands on."""

    name = "remit.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
