"""Who may see and do what with the money of a project. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.people.models import Person
from remit.people.thresholds import Reach
from remit.projects.models import Project
from remit.projects.policies import may_edit_project


def may_see_costs(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may see what a project costs."""
    if actor.can("cost.view", project.scope.path):
        return ALLOWED
    return refuse(_("You may not see money here."), _("the project manager"))


def may_keep_costs(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may keep accounts and enter costs: whoever manages the project and may see its money."""
    allowed = may_edit_project(actor, project)
    return may_see_costs(actor, project) if allowed else allowed


def limit_of(actor: Actor, project: Project, reach: Reach) -> int | None:
    """Return up to how much, in minor units, the actor's roles let them move; None where there is no bound."""
    limits = [
        each.money_limit_minor if each.money_limit_minor is not None else reach.money[each.authority]
        for each in actor.grants
        if "project.edit" in each.capabilities and project.scope.path.startswith(each.scope_path)
    ]
    return None if None in limits else max((each for each in limits if each is not None), default=0)


def may_move_budget(
    actor: Actor,
    project: Project,
    amount_minor: int,
    *,
    of_reserve: bool,
    sponsor: Person | None,
    reach: Reach,
) -> Decision:
    """Return whether the actor may move so much budget: the sponsor any, the manager within the limit of the role.

    What goes into the management reserve or comes out of it (`of_reserve`) only the sponsor moves.
    """
    if actor.is_system:
        return ALLOWED
    who = sponsor.name if sponsor is not None else str(_("the sponsor, whom nobody is yet"))
    if sponsor is not None and actor.person_id == sponsor.pk and actor.token_may_write:
        return may_see_costs(actor, project)
    allowed = may_keep_costs(actor, project)
    if not allowed:
        return allowed
    if of_reserve:
        return refuse(_("The management reserve is not the project's: its sponsor gives from it."), who)
    limit = limit_of(actor, project, reach)
    if limit is not None and amount_minor > limit:
        return refuse(_("That is more than your role lets you move."), who)
    return ALLOWED
