"""What is left to whoever works on an activity, and to somebody over all plans."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.people.registries import DecisionRight
from remit.planning.models import Delegation, ResourceAssignment
from remit.planning.policies import LEAVES, REPORTS, lowest
from remit.projects.life_rules import OVER

DONE = 100
MOST_RIGHTS = 300

DECIDES: dict[str, Promise] = {
    Delegation.TELL: _("Whoever plans decides and says so. Reports progress."),
    Delegation.SELL: _("Whoever plans decides and says why. Reports progress and writes notes."),
    Delegation.CONSULT: _(
        "Is heard before whoever plans decides. Decides how the own work is spread, as long as no date moves."
    ),
    Delegation.AGREE: _(
        "Both decide together what moves dates. Decides about own work, units and interruptions as long as none does."
    ),
    Delegation.ADVISE: _(
        "Takes advice and decides: duration, work and method, as long as only this activity moves."
    ),
    Delegation.INQUIRE: _(
        "Decides on duration, work and method within the dates of the summary; the project manager is told."
    ),
    Delegation.DELEGATE: _(
        "Decides on duration, work and method within the dates of the summary, and need not say so."
    ),
}


@dataclass(frozen=True, slots=True)
class Say:
    """What somebody has to say about an activity: the level of their own part, and the lowest of all who work on it.

    What concerns everybody on it goes by the lowest level that is stated.
    """

    own: str = ""
    shared: str = ""
    rows: frozenset[int] = field(default=frozenset())

    def level_for(self, fields: frozenset[str]) -> str:
        """Return the level by which `fields` of the activity are judged: a report is everybody's own."""
        return self.own if fields <= REPORTS else self.shared

    @property
    def fields(self) -> frozenset[str]:
        """Return which fields of the activity the person states."""
        if self.own not in LEAVES:
            return frozenset()
        shared = LEAVES[self.shared].fields
        return (LEAVES[self.own].fields & REPORTS) | (shared - REPORTS)

    @property
    def own_fields(self) -> frozenset[str]:
        """Return which fields of their own part the person states."""
        return LEAVES[self.own].fields if self.own in LEAVES else frozenset()

    @property
    def own_label(self) -> Promise | str:
        """Return the name of the own level."""
        return Delegation(self.own).label if self.own else ""

    @property
    def words(self) -> Promise | str:
        """Return what the own level leaves to the person, in a sentence."""
        return DECIDES.get(self.own, "")


def say_of(actor: Actor, activity_id: int) -> Say:
    """Return what the actor has to say about an activity by working on it: one query at most."""
    if actor.person_id is None:
        return Say()
    rows = ResourceAssignment.objects.filter(activity_id=activity_id).exclude(delegation="")
    found = list(rows.exclude(resource__person=None).values_list("pk", "resource__person_id", "delegation"))
    own = {pk: level for pk, person_id, level in found if person_id == actor.person_id}
    if not own:
        return Say()
    return Say(lowest(own.values()), lowest([level for _pk, _person, level in found]), frozenset(own))


def rights_of(actor: Actor, person_id: int) -> Sequence[DecisionRight]:
    """Return what is left to somebody of activities that are not done, in plans the actor may read: one query."""
    rows = (
        ResourceAssignment.objects.filter(resource__person_id=person_id)
        .exclude(delegation="")
        .filter(activity__percent_complete__lt=DONE)
        .filter(actor.reach("plan.view", "project__scope__path"))
        .filter(actor.within("project__organisation_id"))
        .exclude(project__phase__in=OVER)
        .select_related("activity", "project")
        .order_by(F("activity__finish_minute").asc(nulls_last=True), "pk")
    )
    return [
        DecisionRight(
            row.project.key,
            row.activity.key,
            row.activity.name,
            reverse("planning:activity", args=[row.project.key, row.activity.key]),
            row.delegation,
            str(Delegation(row.delegation).label),
            str(DECIDES[row.delegation]),
        )
        for row in rows[:MOST_RIGHTS]
    ]
