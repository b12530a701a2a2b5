"""The rights that this app asks for."""

from django.utils.translation import gettext_lazy as _

from remit.core.registries import Capability

CAPABILITIES = (
    Capability("people.view", _("See colleagues"), _("See everybody in the organisation.")),
    Capability("people.edit", _("Change people"), _("Add people and change what is stated about them.")),
    Capability("organisation.view", _("See the organisation"), _("See how the organisation is built.")),
    Capability(
        "organisation.edit", _("Change the organisation"), _("Add, change and close units, name their heads.")
    ),
    Capability("glossary.edit", _("Keep the glossary"), _("Say what the organisation's words mean.")),
    Capability("role.edit", _("Change roles"), _("Add, change and retire roles of the catalogue.")),
)
