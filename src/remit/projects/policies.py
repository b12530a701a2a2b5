"""Who may do what with projects. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.people.models import Person, Scope
from remit.projects.life_rules import BY_SPONSOR
from remit.projects.models import FormalRecord, GateCondition, GateReview, Phase, Project

READ_ONLY = frozenset({Phase.ARCHIVED, Phase.CLOSED})


def closed() -> Decision:
    """Return the refusal of what a closed project does not take any more."""
    return refuse(_("The project is closed: it can be read but not changed."))


def may_create_project(actor: Actor, parent: Scope) -> Decision:
    """Return whether the actor may start a project below `parent`."""
    if actor.can("project.create", parent.path):
        return ALLOWED
    return refuse(_("You may not start projects here."), _("the programme manager or the portfolio manager"))


def may_edit_project(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may change what a project states about itself."""
    if not actor.can("project.edit", project.scope.path):
        return refuse(_("Only the project manager changes the project."), _("the project manager"))
    if project.phase in READ_ONLY:
        return closed()
    return ALLOWED


def may_change_phase(actor: Actor, project: Project, phase: str, sponsor: Person | None) -> Decision:
    """Return whether the actor may lead the project into a phase: its manager, or its sponsor where that ends it.

    Both may put it on hold and let it go on; a closed one can be archived.
    """
    if actor.is_system:
        return ALLOWED
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    is_sponsor = sponsor is not None and actor.person_id == sponsor.pk
    manages = actor.can("project.edit", project.scope.path)
    if phase in BY_SPONSOR:
        if is_sponsor:
            return ALLOWED
        name = sponsor.name if sponsor is not None else _("the sponsor")
        return refuse(_("Only the sponsor ends the project or closes it."), name)
    if manages or (is_sponsor and Phase.ON_HOLD in {phase, project.phase}):
        return ALLOWED
    return refuse(_("Only the project manager changes the phase."), _("the project manager"))


def may_read_methods(actor: Actor) -> Decision:
    """Return whether the actor may read the methods: whoever sees a project, or edits methods."""
    if actor.can_anywhere("project.view") or actor.can_anywhere("role.edit"):
        return ALLOWED
    return refuse(_("You hold no role here."), _("whoever holds a role here"))


def may_edit_methods(actor: Actor) -> Decision:
    """Return whether the actor may edit the methods of the organisation: whoever may edit its roles."""
    if actor.can_anywhere("role.edit"):
        return ALLOWED
    return refuse(_("You may not edit methods."), _("the administrator"))


def may_ask_gate(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may ask for a gate's review or withdraw it: the manager, of a closed project too."""
    if not actor.can("project.edit", project.scope.path):
        return refuse(_("Only the project manager asks for a gate's review."), _("the project manager"))
    if project.phase == Phase.ARCHIVED:
        return closed()
    return ALLOWED


def may_decide_gate(actor: Actor, decider: Person | None) -> Decision:
    """Return whether the actor is the one person to whom a review has gone."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if decider is None:
        reason = _("Nobody above has the authority that a project of this class takes.")
        return refuse(reason, _("whoever gives roles above"))
    if actor.person_id is not None and actor.person_id == decider.pk:
        return ALLOWED
    return refuse(_("This waits for somebody else."), decider.name)


def may_judge(actor: Actor, review: GateReview, decider: Person | None) -> Decision:
    """Return whether the actor may judge a criterion of a gate: the manager, project assurance, and the decider."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    path = review.project.scope.path
    assures = any(
        grant.role_code == "project-assurance" and path.startswith(grant.scope_path) for grant in actor.grants
    )
    is_decider = decider is not None and actor.person_id == decider.pk
    if actor.can("project.edit", path) or assures or is_decider:
        return ALLOWED
    return refuse(_("You do not judge criteria here."), _("the project manager or project assurance"))


def may_meet(actor: Actor, condition: GateCondition) -> Decision:
    """Return whether the actor may say that a condition is met: its owner, or the project manager."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    project = condition.review.project
    if project.phase in READ_ONLY:
        return closed()
    if actor.can("project.edit", project.scope.path) or actor.person_id == condition.owner_id:
        return ALLOWED
    return refuse(_("This is for its owner to say."), condition.owner.name)


def may_create_anywhere(actor: Actor) -> Decision:
    """Return whether the actor may start a project anywhere at all."""
    if actor.can_anywhere("project.create"):
        return ALLOWED
    return refuse(_("You may not start projects."), _("the programme manager or the portfolio manager"))


def may_decide_record(actor: Actor, record: FormalRecord, decider: Person | None) -> Decision:
    """Return whether the actor is the one person who signs or decides on a formal record."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if decider is None:
        return refuse(_("Nobody holds the role that decides on this."), _("whoever gives roles above"))
    if actor.person_id is None or actor.person_id != decider.pk:
        return refuse(_("This waits for somebody else."), decider.name)
    if record.project.phase in READ_ONLY:
        return closed()
    return ALLOWED
