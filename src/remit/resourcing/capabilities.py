"""The right that this app asks for."""

from django.utils.translation import gettext_lazy as _

from remit.core.registries import Capability

CAPABILITIES = (
    Capability(
        "capacity.view",
        _("See the capacity of people"),
        _("See how much everybody in the organisation has to do in all projects, and the time they have."),
    ),
)
