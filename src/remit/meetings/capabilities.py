"""The rights that this app asks for."""

from django.utils.translation import gettext_lazy as _

from remit.core.registries import Capability

CAPABILITIES = (
    Capability(
        "meeting.keep",
        _("Keep actions and decisions"),
        _("Give people actions, and log what was decided with the facts as they were seen."),
    ),
)
