"""What people read where the record names a field, a value or an operation of deliverables."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from remit.projects.models import DeliverableState, RequirementState

FIELDS = {
    "producer": _("producer"),
    "acceptor": _("acceptor"),
    "criteria": _("quality criteria"),
    "check": _("check"),
}

OPERATIONS = {
    "projects.add_deliverable": _("added the deliverable"),
    "projects.change_deliverable": _("changed the deliverable"),
    "projects.remove_deliverable": _("removed the deliverable"),
    "projects.advance_deliverable": _("led the deliverable on"),
    "projects.decide_deliverable": _("answered the submission"),
    "projects.note_check": _("noted a check"),
}


def _state(value: Any) -> str:
    for states in (DeliverableState, RequirementState):
        if value in states.values:
            return str(states(value).label)
    return str(value)


VALUES: dict[str, Callable[[Any], str]] = {"state": _state}
