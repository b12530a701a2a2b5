from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Sign-ins, tokens, and the permission machinery."""

    name = "remit.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what allauth changes, so that the record holds it."""
        from allauth.account import signals as account  # noqa: PLC0415 - models are there only now
        from allauth.mfa import signals as second_factor  # noqa: PLC0415 - models are there only now
        from django.contrib.auth import signals as signs  # noqa: PLC0415 - models are there only now

        from remit.accounts.capabilities import CAPABILITIES  # noqa: PLC0415 - as above
        from remit.accounts.operations import security  # noqa: PLC0415 - models are there only now
        from remit.core.registries import NavigationEntry, capabilities, navigation  # noqa: PLC0415 - as above

        capabilities.register(*CAPABILITIES)
        navigation.register(
            NavigationEntry(
                _("Security"),
                "accounts:security",
                "key",
                70,
                lambda actor: actor.can_anywhere("account.manage"),
                "s",
            )
        )
        account.user_logged_in.connect(security.on_signed_in)
        signs.user_logged_out.connect(security.on_signed_out)
        second_factor.authentication_failed.connect(security.on_second_factor_failed)
        account.password_changed.connect(security.on_password_changed)
        account.password_set.connect(security.on_password_changed)
        account.password_reset.connect(security.on_password_reset)
        account.email_changed.connect(security.on_email_changed)
        second_factor.authenticator_added.connect(security.on_authenticator_added)
        second_factor.authenticator_removed.connect(security.on_authenticator_removed)
        second_factor.authenticator_reset.connect(security.on_authenticator_reset)
