"""Who may do what with people, roles and assignments. Pure functions."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.people.models import (
    HELD_WITHIN,
    Assignment,
    Commitment,
    Handover,
    Person,
    Role,
    Scope,
    ScopeKind,
    SeparationReview,
    Training,
)


def may_edit_people(actor: Actor) -> Decision:
    """Return whether the actor may add and change people."""
    if actor.can_anywhere("people.edit"):
        return ALLOWED
    return refuse(_("Only an administrator adds and changes people."), _("an administrator"))


# rights over the work itself, which whoever stands above appoints others to without having them
OF_WORK = (
    "project.", "plan.", "cost.", "stakeholder.", "meeting.", "register.", "document.", "audit.view", "people.view",
)  # fmt: skip


def may_assign(actor: Actor, role: Role, scope: Scope, *, person: Person | None = None) -> Decision:
    """Return whether the actor may give or end `role` at `scope`, to `person` where one is named.

    Whoever may assign there gives roles whose rights they hold themselves, and appoints others to roles of that
    kind of scope with less authority than their own: a sponsor names the project manager without being one.
    Nobody appoints themselves to more than they have. Administration is given by administrators.
    """
    if actor.is_system:
        return ALLOWED
    if role.code == "administrator":
        if actor.can("account.manage", scope.path):
            return ALLOWED
        return refuse(_("Only an administrator makes administrators."), _("an administrator"))
    if not actor.can("project.assign", scope.path):
        return refuse(_("You may not assign roles here."), _("the project manager or the sponsor"))
    missing = set(role.capabilities) - _held(actor, scope)
    if missing and not _appoints(actor, role, scope, missing, person):
        reason = _("The role %(role)s gives rights that you do not hold yourself here.") % {"role": role.name}
        return refuse(reason, _("the sponsor or the portfolio manager"))
    return ALLOWED


def _appoints(actor: Actor, role: Role, scope: Scope, missing: set[str], person: Person | None) -> bool:
    above = max(
        (
            grant.authority
            for grant in actor.grants
            if "project.assign" in grant.capabilities and scope.path.startswith(grant.scope_path)
        ),
        default=0,
    )
    is_self = person is not None and person.pk == actor.person_id
    fits = (
        role.scope_kind in HELD_WITHIN.get(scope.kind, (scope.kind,)) and scope.kind != ScopeKind.ORGANISATION
    )
    return (
        fits and not is_self and role.authority < above and all(each.startswith(OF_WORK) for each in missing)
    )


DEPUTY_FIELDS = frozenset({"deputy", "deputy_from", "deputy_to"})


def may_change_assignment(actor: Actor, assignment: Assignment, fields: Iterable[str] = ()) -> Decision:
    """Return whether the actor may change these fields of an assignment.

    Its holder names the own deputy; all else is changed by whoever may give the role, and never by its holder.
    """
    changed = set(fields)
    if actor.is_system:
        return ALLOWED
    is_own = actor.person_id is not None and actor.person_id == assignment.person_id
    if is_own and changed <= DEPUTY_FIELDS:
        return ALLOWED if actor.token_may_write else refuse(_("This token may only read."))
    decision = may_assign(actor, assignment.role, assignment.scope)
    if decision and is_own:
        reason = _("Nobody changes the limits or dates of a role of their own.")
        return refuse(reason, _("the sponsor or the portfolio manager"))
    return decision


def may_give_limits(actor: Actor, scope: Scope, money_minor: int | None, days: int | None) -> Decision:
    """Return whether the actor may let somebody decide up to these limits: nobody gives more than they have."""
    if actor.is_system:
        return ALLOWED
    giving = [
        grant
        for grant in actor.grants
        if "project.assign" in grant.capabilities and scope.path.startswith(grant.scope_path)
    ]
    own_money = [grant.money_limit_minor for grant in giving]
    own_days = [grant.days_limit for grant in giving]
    if _exceeds(money_minor, own_money) or _exceeds(days, own_days):
        reason = _("This limit is above your own here: nobody gives more than they have.")
        return refuse(reason, _("whoever has a higher limit above you"))
    return ALLOWED


def _exceeds(wanted: int | None, own: list[int | None]) -> bool:
    stated = [each for each in own if each is not None]
    return wanted is not None and len(stated) == len(own) > 0 and wanted > max(stated)


def _held(actor: Actor, scope: Scope) -> set[str]:
    return {
        capability
        for grant in actor.grants
        if scope.path.startswith(grant.scope_path)
        for capability in grant.capabilities
    }


def may_give_sign_in(actor: Actor) -> Decision:
    """Return whether the actor may let people sign in."""
    if actor.can_anywhere("account.manage"):
        return ALLOWED
    return refuse(_("Only an administrator lets people sign in."), _("an administrator"))


def may_assign_at(actor: Actor, scope: Scope) -> Decision:
    """Return whether the actor may give any role at all at `scope`; which ones, `may_assign` says."""
    if actor.can("project.assign", scope.path):
        return ALLOWED
    return refuse(_("You may not assign roles here."), _("the project manager or the sponsor"))


def may_give_roles(actor: Actor) -> Decision:
    """Return whether the actor may give any role anywhere; which ones where, `may_assign` says."""
    if actor.can_anywhere("project.assign") or actor.can_anywhere("account.manage"):
        return ALLOWED
    return refuse(
        _("You may not give roles."), _("the project manager, the sponsor or the portfolio manager")
    )


def may_edit_organisation(actor: Actor) -> Decision:
    """Return whether the actor may add, change and close units of the organisation and name their heads."""
    if actor.can_anywhere("organisation.edit"):
        return ALLOWED
    return refuse(_("Only an administrator changes the organisation's units."), _("an administrator"))


def may_see_organisation(actor: Actor) -> Decision:
    """Return whether the actor may see how the organisation is built."""
    if actor.can_anywhere("organisation.view"):
        return ALLOWED
    return refuse(_("You may not see the organisation's structure."), _("an administrator"))


def may_edit_glossary(actor: Actor) -> Decision:
    """Return whether the actor may say what the organisation's words mean."""
    if actor.can_anywhere("glossary.edit"):
        return ALLOWED
    return refuse(_("Only the portfolio manager says what words mean here."), _("the portfolio manager"))


def may_edit_roles(actor: Actor) -> Decision:
    """Return whether the actor may add, change and retire roles of the organisation's catalogue."""
    if actor.can_anywhere("role.edit"):
        return ALLOWED
    return refuse(_("Only an administrator changes the catalogue of roles."), _("an administrator"))


def may_widen(actor: Actor, gained: set[str], *, holds: bool) -> Decision:
    """Return whether the actor may let a role give `gained` rights: nobody widens a role that they hold."""
    if actor.is_system or not gained or not holds:
        return ALLOWED
    reason = _("You hold this role: nobody gives more rights to a role of their own.")
    return refuse(reason, _("another administrator, who does not hold it"))


def may_acknowledge(actor: Actor, assignment: Assignment) -> Decision:
    """Return whether the actor may acknowledge a role: whoever holds it, and nobody for them."""
    if actor.is_system:
        return ALLOWED
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.person_id is not None and actor.person_id == assignment.person_id:
        return ALLOWED
    return refuse(_("Only whoever holds a role acknowledges it."), assignment.person.name)


def may_hand_over(actor: Actor, handover: Handover) -> Decision:
    """Return whether the actor may add to a handover and tick it off: who gives roles there; who leaves, until then."""
    if actor.is_system:
        return ALLOWED
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    held = handover.assignment
    own = actor.person_id is not None and actor.person_id == held.person_id and held.ended_at is None
    if own or actor.can("project.assign", held.scope.path):
        return ALLOWED
    reason = _("A handover is kept by whoever leaves the role and by whoever gives it.")
    return refuse(reason, held.person.name)


# whoever reads the record at a scope or above it is a second pair of eyes there
REVIEWS = "audit.view"


def may_review_separation(actor: Actor, review: SeparationReview) -> Decision:
    """Return whether the actor decides on duties kept together: neither holder nor giver, at the scope or above it."""
    who = _("somebody at this scope or above it who neither holds the role nor gave it")
    held = review.assignment
    if actor.person_id is None:
        return refuse(_("A second person reviews this, not a program."), who)
    if actor.person_id in {held.person_id, review.given_by_id}:
        return refuse(_("Whoever holds or gave the role does not review it."), who)
    if not actor.can(REVIEWS, held.scope.path):
        return refuse(_("You hold no role at this scope or above it that reviews."), who)
    return ALLOWED


def may_write_matrix(actor: Actor, scope: Scope, *, is_over: bool = False) -> Decision:
    """Return whether the actor may say who answers for what at `scope`; nobody where it is over."""
    if not actor.can("project.assign", scope.path):
        reason = _("You may not say here who answers for what.")
        return refuse(reason, _("the project manager, the programme manager or the portfolio manager"))
    if is_over:
        return refuse(_("This is closed: it can be read but not changed."))
    return ALLOWED


def may_advise(actor: Actor, root: Scope) -> Decision:
    """Return whether the actor may answer the advisor's questions and decide on them: who gives roles at `root`."""
    if actor.can("project.assign", root.path):
        return ALLOWED
    reason = _("You may not decide which roles the organisation has.")
    return refuse(reason, _("the portfolio manager"))


def may_set_thresholds(actor: Actor) -> Decision:
    """Return whether the actor may set from when on the advisor's rules fire."""
    if actor.can_anywhere("organisation.edit"):
        return ALLOWED
    return refuse(_("Only an administrator sets the thresholds."), _("an administrator"))


def may_see_advice(actor: Actor, root: Scope) -> Decision:
    """Return whether the actor may see what is advised and decided about the roles of the whole organisation."""
    if actor.can("organisation.view", root.path):
        return ALLOWED
    reason = _("You may not see what is decided about the organisation's roles.")
    return refuse(reason, _("the portfolio manager"))


def may_see_skills(actor: Actor) -> Decision:
    """Return whether the actor may see what colleagues can do; everybody sees their own on their page."""
    if actor.can_anywhere("people.view"):
        return ALLOWED
    return refuse(_("You may not see what colleagues can do."), _("an administrator"))


def _of_oneself(actor: Actor, person: Person, reason: str, *, is_lead: bool) -> Decision:
    """What is for oneself, for whoever stands above and for whoever keeps people's data; refuses with `reason`."""
    if actor.is_system:
        return ALLOWED
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    own = actor.person_id is not None and actor.person_id == person.pk
    if own or is_lead or actor.can_anywhere("people.edit"):
        return ALLOWED
    return refuse(reason, _("%(name)s, or whoever stands above") % {"name": person.name})


def may_assess(actor: Actor, person: Person, *, is_lead: bool) -> Decision:
    """Return whether the actor may say how well somebody can do something; `is_lead`: stands above that person."""
    reason = _("Skills are stated by oneself, by whoever stands above, or by an administrator.")
    return _of_oneself(actor, person, reason, is_lead=is_lead)


def may_keep_certificates(actor: Actor, person: Person, *, is_lead: bool) -> Decision:
    """Return whether the actor may note certificates of somebody; `is_lead`: stands above that person."""
    reason = _("Certificates are noted by oneself, by whoever stands above, or by an administrator.")
    return _of_oneself(actor, person, reason, is_lead=is_lead)


def may_promise(actor: Actor) -> Decision:
    """Return whether the actor may promise something: whoever is somebody here, for themselves."""
    if actor.person_id is None:
        return refuse(_("Only somebody of the organisation promises something."))
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    return ALLOWED


def may_close_promise(actor: Actor, commitment: Commitment) -> Decision:
    """Return whether the actor may say that a promise is kept: whoever got it; whoever made it, to one outside."""
    teller = commitment.to_person_id or commitment.by_id
    if actor.is_system or (actor.person_id == teller and actor.token_may_write):
        return ALLOWED
    who = commitment.to_person.name if commitment.to_person is not None else commitment.by.name
    return refuse(_("Only whoever got a promise says that it is kept or not needed any more."), who)


def may_renegotiate(actor: Actor, commitment: Commitment) -> Decision:
    """Return whether the actor may agree on another day: whoever made the promise or got it."""
    parties = {commitment.by_id, commitment.to_person_id} - {None}
    if actor.is_system or (actor.person_id in parties and actor.token_may_write):
        return ALLOWED
    return refuse(_("Only the two between whom a promise is agree on another day."), commitment.by.name)


def may_see_record(actor: Actor, person: Person) -> Decision:
    """Return whether the actor may see how somebody keeps promises: the person and their line manager, nobody else."""
    if actor.person_id is not None and actor.person_id in {person.pk, person.line_manager_id}:
        return ALLOWED
    reason = _("How somebody keeps promises is shown to them and to their line manager alone.")
    return refuse(reason, person.name)


def may_request_leave(actor: Actor, person: Person, *, is_lead: bool) -> Decision:
    """Return whether the actor may ask for leave for oneself, or note it for somebody."""
    reason = _("Leave is asked for by oneself, and noted by whoever stands above or an administrator.")
    return _of_oneself(actor, person, reason, is_lead=is_lead)


def may_decide_leave(actor: Actor, person: Person, *, is_lead: bool, has_lead: bool) -> Decision:
    """Return whether the actor may decide on somebody's leave: whoever stands above, never on the own.

    Where nobody stands above, whoever keeps people's data decides.
    """
    if actor.is_system:
        return ALLOWED
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.person_id is not None and actor.person_id == person.pk:
        return refuse(_("Nobody decides on their own leave."), _("whoever stands above"))
    if is_lead or (not has_lead and actor.can_anywhere("people.edit")):
        return ALLOWED
    reason = _("Leave is decided by whoever stands above.")
    return refuse(reason, _("whoever stands above %(name)s") % {"name": person.name})


def may_cancel_leave(actor: Actor, person: Person, *, is_lead: bool) -> Decision:
    """Return whether the actor may take somebody's leave back."""
    return may_request_leave(actor, person, is_lead=is_lead)


def may_see_why_absent(actor: Actor, person_id: int, *, is_lead: bool) -> bool:
    """Return whether the actor may see why somebody is away, and what was only asked for."""
    own = actor.person_id is not None and actor.person_id == person_id
    return actor.is_system or own or is_lead or actor.can_anywhere("people.edit")


def may_see_growth(actor: Actor, person: Person) -> Decision:
    """Return whether the actor may see how somebody meets expectations: they and their line manager, by no right."""
    if actor.person_id is not None and actor.person_id in {person.pk, person.line_manager_id}:
        return ALLOWED
    reason = _("How somebody grows is between them and their line manager alone.")
    return refuse(reason, person.name)


def may_grow(actor: Actor, person: Person) -> Decision:
    """Return whether the actor may review somebody and agree on actions: they and their line manager."""
    decision = may_see_growth(actor, person)
    if decision and not actor.token_may_write:
        return refuse(_("This token may only read."))
    return decision


def may_keep_training(actor: Actor, scope: Scope | None) -> Decision:
    """Return whether the actor may keep a training: who gives roles at its scope, or whose product it is.

    Whoever changes roles keeps what is at no scope.
    """
    if scope is None:
        return may_edit_roles(actor)
    if actor.can("project.assign", scope.path) or actor.can("product.edit", scope.path):
        return ALLOWED
    return refuse(_("You may not say here who is to be trained."), _("whoever gives roles there"))


def may_keep_any_training(actor: Actor) -> Decision:
    """Return whether the actor may state any training at all; for whom, `may_keep_training` says."""
    if actor.can_anywhere("project.assign") or actor.can_anywhere("product.edit"):
        return ALLOWED
    return may_edit_roles(actor)


def may_note_training(actor: Actor, training: Training, person: Person) -> Decision:
    """Return whether the actor may note that somebody was trained: that person, or whoever keeps the training."""
    if actor.person_id is not None and actor.person_id == person.pk:
        return ALLOWED if actor.token_may_write else refuse(_("This token may only read."))
    return may_keep_training(actor, training.scope)
