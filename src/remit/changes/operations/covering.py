"""What stands in the plan without being in its baseline: let in by a change, or accepted as a correction."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.changes.models import ChangeItem, ChangeRequest, ScopeCorrection
from remit.changes.policies import may_keep_scope
from remit.changes.scope import Line, Scope, scope_of
from remit.core.errors import Invalid
from remit.people.grids import day_of
from remit.planning.operations.edits import locked_plan
from remit.projects.models import Project
from remit.projects.operations.parts import clean
from remit.projects.operations.records import locked_project

LONGEST_REASON = 4000


def cover(change: ChangeRequest, keys: Iterable[str]) -> None:
    """Note that a change lets in what nobody did of those activities; `Invalid` for any that is not open."""
    lines = _open_of(scope_of(change.project), keys, "covers")
    note_items(change, [(each.key, each.name, each.left) for each in lines])


def note_items(change: ChangeRequest, items: Iterable[tuple[str, str, int]]) -> None:
    """Note work on activities as let in by a change; only inside an operation."""
    held = {each.activity_key: each for each in change.items.all()}
    for key, name, minutes in items:
        if key in held:
            held[key].minutes += minutes
            held[key].save(update_fields=["minutes"])
        else:
            ChangeItem.objects.create(change=change, activity_key=key, name=name, minutes=minutes)


def _open_of(scope: Scope | None, keys: Iterable[str], field: str) -> Sequence[Line]:
    """Return the lines of those keys that nobody let in; `Invalid` naming `field` for any other."""
    left = {each.key: each for each in scope.open} if scope else {}
    wanted = list(dict.fromkeys(keys))
    if unknown := [key for key in wanted if key not in left]:
        message = _("Nothing of %(names)s waits to be let in: load the page again.")
        raise Invalid(message % {"names": ", ".join(unknown)[:200]}, field=field, code="unknown")
    return [left[key] for key in wanted]


@operation("changes.accept_corrections")
def accept_corrections(
    project: Project, keys: Sequence[str], *, reason: str, actor: Actor
) -> list[ScopeCorrection]:
    """Accept differences between plan and baseline as corrections, saying why: they count as creep no more."""
    locked = locked_project(project)
    require(may_keep_scope(actor, locked))
    if not keys:
        raise Invalid(_("Choose at least one of them."), field="keys", code="none")
    said = clean(reason, "reason", LONGEST_REASON, needed=_("Say why it is no new scope."))
    locked_plan(locked)
    scope = scope_of(locked)
    lines = _open_of(scope, keys, "keys")
    if scope is None:  # without a baseline nothing was open
        return []
    made = [
        ScopeCorrection.objects.create(
            project=locked, baseline=scope.baseline, activity_key=each.key, name=each.name, minutes=each.left,
            reason=said, by_id=actor.person_id, by_name=actor.name[:200], on=day_of(locked.organisation),
        )
        for each in lines
    ]  # fmt: skip
    names = ", ".join(each.key for each in lines)[:300]
    about = About("scope", f"{locked.key}/scope", names, locked.organisation_id, locked.scope.path)
    record(actor, about, {"accepted": ["", names]}, reason=said[:500])
    return made
