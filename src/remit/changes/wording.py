"""What people read where the record names a field or an operation of change requests."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "scope_impact": _("impact on scope"),
    "risk_impact": _("impact on risk"),
    "quality_impact": _("impact on quality"),
    "benefit_impact": _("impact on benefits"),
    "advice": _("advice"),
    "deferred_to": _("deferred to"),
    "ratify_by": _("to be ratified until"),
    "ratified_on": _("ratified on"),
    "accepted": _("accepted"),
    "scenario": _("scenario"),
    "baseline": _("baseline"),
}
OPERATIONS = {
    "changes.raise_change": _("asked for the change"),
    "changes.edit_change": _("worded the change otherwise"),
    "changes.assess_change": _("assessed the change"),
    "changes.advance_change": _("led the change on"),
    "changes.decide_change": _("decided on the change"),
    "changes.approve_in_emergency": _("approved the change in an emergency"),
    "changes.try_change": _("assessed the change with a scenario"),
    "changes.implement_change": _("carried the change out"),
    "changes.accept_corrections": _("accepted differences as corrections"),
    "changes.ratify_change": _("answered for the emergency"),
}
