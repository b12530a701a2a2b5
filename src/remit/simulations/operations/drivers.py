"""What a risk acts on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid
from remit.planning.models import Activity
from remit.planning.operations.edits import about_part
from remit.registers.models import Risk, RiskState
from remit.registers.policies import may_assess
from remit.simulations.models import Driver

MOST_ACTIVITIES = 100


@operation("simulations.state_driver")
def state_driver(risk: Risk, activities: Sequence[str], *, version: int, actor: Actor) -> Driver:
    """Say which activities a risk acts on if it occurs, by their keys; none: it acts on no date.

    `version` is that of what was said before, 0 where nothing was. `Conflict` where somebody else said otherwise.
    """
    require(may_assess(actor, risk))
    if risk.state == RiskState.CLOSED:
        raise Conflict("closed", _("This risk is closed: nothing of it is drawn any more."))
    wanted = list(dict.fromkeys(key.strip().upper() for key in activities if key.strip()))
    _check(risk, wanted)
    said = Driver.objects.select_for_update().filter(risk=risk).first()
    if (said.version if said else 0) != version:
        current = {"version": said.version if said else 0, "activities": said.activities if said else []}
        raise Conflict(
            "stale", _("Somebody else has said meanwhile what this risk acts on."), current=current
        )
    before = said.activities if said else []
    if said is None:
        said = Driver.objects.create(project=risk.project, risk=risk, activities=wanted)
    else:
        said.activities = wanted
        said.version += 1
        said.save(update_fields=["activities", "version"])
    about = about_part(risk.project, "risk", risk.key, risk.event)
    record(actor, about, {"acts_on": [", ".join(before), ", ".join(wanted)]})
    return said


def _check(risk: Risk, wanted: Sequence[str]) -> None:
    if len(wanted) > MOST_ACTIVITIES:
        message = _("A risk acts on at most %(most)d activities.") % {"most": MOST_ACTIVITIES}
        raise Invalid(message, field="activities", code="too_many")
    rows = Activity.objects.filter(project_id=risk.project_id, key__in=wanted).values_list("key", "kind")
    kinds = dict(rows)
    unknown = [key for key in wanted if key not in kinds]
    if unknown:
        message = _("The plan has no activity %(keys)s.") % {
            "keys": ", ".join(key[:40] for key in unknown[:5])
        }
        raise Invalid(message, field="activities", code="unknown")
    above = [key for key in wanted if kinds[key] == "summary"]
    if above:
        message = _("%(keys)s sums up others: name the activities below it.") % {"keys": ", ".join(above[:5])}
        raise Invalid(message, field="activities", code="summary")
