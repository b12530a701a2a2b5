"""The rights that this app asks for."""

from django.utils.translation import gettext_lazy as _

from remit.core.registries import Capability

CAPABILITIES = (
    Capability("plan.view", _("See plans"), _("See a project's plan, its dates and why they are so.")),
    Capability(
        "plan.edit", _("Change plans"), _("Change activities, links, calendars and resources of a plan.")
    ),
    Capability("plan.baseline", _("Set baselines"), _("Freeze the present plan as what was agreed.")),
    Capability("plan.import", _("Import plans"), _("Fill an empty plan, or a new project, from a file.")),
)
