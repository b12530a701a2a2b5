"""The rights that this app asks for."""

from django.utils.translation import gettext_lazy as _

from remit.core.registries import Capability

CAPABILITIES = (
    Capability(
        "meeting.keep",
        _("Keep meetings, actions and decisions"),
        _("Plan meetings, give people actions, and log what was decided with the facts as they were seen."),
    ),
)
