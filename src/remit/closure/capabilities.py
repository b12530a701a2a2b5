"""The rights that this app asks for."""

from django.utils.translation import gettext_lazy as _

from remit.core.registries import Capability

CAPABILITIES = (
    Capability(
        "project.archive",
        _("Make archives"),
        _("Make the archive of a closed project, of what one may see oneself."),
    ),
    Capability(
        "archive.keep",
        _("Keep archives"),
        _("Put archives on legal hold and lift it, and propose to delete those whose time is over."),
    ),
)
