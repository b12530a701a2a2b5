"""The rights that this app asks for."""

from django.utils.translation import gettext_lazy as _

from remit.core.registries import Capability

CAPABILITIES = (
    Capability(
        "document.edit",
        _("Keep documents"),
        _("Begin documents of a project, add versions, and send them to review."),
    ),
    Capability(
        "document.confide",
        _("See restricted documents"),
        _("See documents that are not for everybody in the project, and restrict them."),
    ),
    Capability(
        "document.template",
        _("Keep templates of documents"),
        _("Say what documents of the organisation begin with."),
    ),
)
