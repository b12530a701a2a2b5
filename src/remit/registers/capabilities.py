"""The rights that this app asks for."""

from django.utils.translation import gettext_lazy as _

from remit.core.registries import Capability

CAPABILITIES = (
    Capability(
        "register.keep",
        _("Keep the registers of risks, issues and changes"),
        _(
            "Take up risks that were raised, name their owners, judge and answer them, and lead issues and changes to "
            "their end."
        ),
    ),
)
