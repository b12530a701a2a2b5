"""What people read where the record names a field or an operation of this app."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

FIELDS = {"estimate_minutes": _("estimate"), "method": _("method")}
OPERATIONS = {
    "scenarios.propose_levelling": _("let levelling be proposed"),
    "scenarios.accept_levelling": _("accepted a levelling"),
    "scenarios.refuse_levelling": _("put a levelling aside"),
    "scenarios.estimate_activity": _("estimated the activity"),
    "scenarios.create_scenario": _("began a scenario"),
    "scenarios.edit_scenario": _("edited the scenario"),
    "scenarios.undo_in_scenario": _("took an edit of the scenario back"),
    "scenarios.refresh_scenario": _("computed the scenario anew"),
    "scenarios.take_over_scenario": _("took the scenario over into the plan"),
    "scenarios.remove_scenario": _("threw the scenario away"),
}
VALUES: dict[str, Callable[[Any], str]] = {}
