"""The rights that this app asks for."""

from django.utils.translation import gettext_lazy as _

from remit.core.registries import Capability

CAPABILITIES = (
    Capability("product.view", _("See products"), _("See products, their stages and who answers for them.")),
    Capability("product.create", _("Begin products"), _("Begin products of the organisation.")),
    Capability("product.edit", _("Change products"), _("Change what a product states, and its stage.")),
)
