"""The rights that this app asks for."""

from django.utils.translation import gettext_lazy as _

from remit.core.registries import Capability

CAPABILITIES = (
    Capability(
        "account.manage",
        _("Manage accounts"),
        _("Invite people, shut and open sign-ins, read security events, end others' long work."),
    ),
)
