"""Who may do what with outcomes and their reviews. Pure functions.

Reviews are due when a project is over: planning, moving and doing them, and handing an outcome over, are the only
writes that a closed project still takes.
"""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.benefits.models import Benefit, BenefitReview
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY


def may_see_benefits(actor: Actor) -> Decision:
    """Return whether the actor may read the list of outcomes: whoever sees any project."""
    if actor.can_anywhere("project.view"):
        return ALLOWED
    return refuse(_("None of your roles sees projects."), _("whoever gives you a role"))


def may_keep_benefits(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may state outcomes and change them, until the project is closed."""
    may = _leads(actor, project)
    if not may:
        return may
    if project.phase in READ_ONLY:
        return refuse(_("The project is closed: its outcomes are reviewed, but not stated otherwise."))
    return ALLOWED


def may_care_for(actor: Actor, benefit: Benefit) -> Decision:
    """Return whether the actor may plan and move reviews, and hand it over: its owner, and whoever leads the project.

    In a closed project too.
    """
    if actor.token_may_write and actor.person_id is not None and actor.person_id == benefit.owner_id:
        return ALLOWED
    return _leads(actor, benefit.project)


def may_review(actor: Actor, review: BenefitReview) -> Decision:
    """Return whether the actor may do a review: the owner of the outcome, or whoever is named for it."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    named = {review.benefit.owner_id, review.reviewer_id} - {None}
    if actor.is_system or actor.person_id in named:
        return ALLOWED
    who = review.reviewer or review.benefit.owner
    return refuse(_("It is reviewed by its owner or whoever is named for it."), who.name)


def _leads(actor: Actor, project: Project) -> Decision:
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.can("project.assign", project.scope.path):
        return ALLOWED
    return refuse(
        _("You may read outcomes here, but not state them."), _("the project manager or the sponsor")
    )
