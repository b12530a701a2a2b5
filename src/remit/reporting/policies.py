"""Who may do what with the status of a project. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.people.models import Person
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY, closed, may_edit_project
from remit.reporting.models import LightOverride


def may_report(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may report a project's status and set a light by hand: whoever manages it."""
    return may_edit_project(actor, project)


def may_set_terms(actor: Actor, project: Project, sponsor: Person | None) -> Decision:
    """Return whether the actor may say by what the status is judged: the sponsor, who is not judged by it."""
    if actor.is_system:
        return ALLOWED
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if sponsor is None:
        return refuse(
            _("The sponsor sets the tolerances, and nobody is sponsor."), _("whoever gives roles above")
        )
    if actor.person_id is None or actor.person_id != sponsor.pk:
        return refuse(_("The sponsor sets the tolerances, not whoever is judged by them."), sponsor.name)
    if project.phase in READ_ONLY:
        return closed()
    return ALLOWED


def may_countersign(actor: Actor, override: LightOverride, sponsor: Person | None) -> Decision:
    """Return whether the actor may agree to a light that is better than its rule: the sponsor, who did not set it."""
    if actor.is_system:
        return ALLOWED
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if sponsor is None:
        return refuse(_("Nobody is sponsor of the project."), _("whoever gives roles above"))
    if actor.person_id is None or actor.person_id != sponsor.pk:
        return refuse(_("This waits for somebody else."), sponsor.name)
    if override.by_id == actor.person_id:
        return refuse(_("Whoever set the light does not agree to it."), _("whoever gives roles above"))
    return ALLOWED
