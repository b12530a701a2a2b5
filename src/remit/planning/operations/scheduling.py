from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.planning.compute import Rescheduled, reschedule
from remit.planning.operations.edits import about_plan, locked_plan
from remit.planning.policies import may_edit_plan
from remit.projects.models import Project


@operation("planning.schedule_plan")
def schedule_plan(project: Project, *, actor: Actor) -> Rescheduled:
    """Compute the whole plan anew from what is stated; what people stated, and its versions, stay."""
    require(may_edit_plan(actor, project))
    result = reschedule(locked_plan(project))
    changes = {
        "finish_minute": [result.finish_before, result.finish_minute],
        "moved": ["", len(result.moved_keys)],
    }
    record(actor, about_plan(project), changes)
    return result
