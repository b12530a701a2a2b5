from django.apps import AppConfig


class WebConfig(AppConfig):
    """What is put together from all apps."""

    name = "remit.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show the demo's people on the sign-in page where the demo was loaded."""
        from remit.accounts.registries import SignInHint, sign_in_hints  # noqa: PLC0415 - models are there only now
        from remit.web.demo.sign_ins import demo_sign_ins  # noqa: PLC0415 - models are there only now

        sign_in_hints.register(
            lambda: [SignInHint(each.email, each.role, each.password) for each in demo_sign_ins()]
        )
