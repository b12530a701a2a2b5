"""Who may do what with documents. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.documents.models import Document, DocumentReview, DocumentVersion, Verdict
from remit.people.models import Scope
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY


def _while_open(project: Project) -> Decision:
    if project.phase in READ_ONLY:
        return refuse(_("The project is closed: its documents can be read but not changed."))
    return ALLOWED


def may_keep_documents(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may begin documents of the project."""
    if not actor.can("document.edit", project.scope.path):
        reason = _("You may read the documents but not change them.")
        return refuse(reason, _("the project manager or a project leader"))
    return _while_open(project)


def may_change_document(actor: Actor, document: Document) -> Decision:
    """Return whether the actor may change a document and add versions: its owner, and whoever keeps documents."""
    is_owner = actor.person_id is not None and actor.person_id == document.owner_id
    if is_owner and actor.token_may_write:
        return _while_open(document.project)
    return may_keep_documents(actor, document.project)


def may_restrict(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may say who sees a document: whoever sees restricted ones."""
    if actor.can("document.confide", project.scope.path):
        return ALLOWED
    reason = _("Documents are restricted by those who see restricted ones.")
    return refuse(reason, _("the project manager or the sponsor"))


def may_answer(actor: Actor, review: DocumentReview) -> Decision:
    """Return whether the actor is the reviewer who is asked."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.person_id is None or actor.person_id != review.reviewer_id:
        return refuse(_("This review is for somebody else."), review.reviewer.name)
    return _while_open(review.of.document.project)


def may_approve(actor: Actor, version: DocumentVersion) -> Decision:
    """Return whether the actor is the one person who approves a version or sends it back."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if version.approver is None:
        return refuse(_("Nobody is named who approves it: send it to review first."))
    if actor.person_id is None or actor.person_id != version.approver_id:
        return refuse(_("Only the named approver approves it or sends it back."), version.approver.name)
    return _while_open(version.document.project)


def may_read_out(actor: Actor) -> Decision:
    """Return whether the actor can say that they have read something: a person, with more than a reading token."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.person_id is None:
        return refuse(_("Only people say that they have read something."))
    return ALLOWED


def may_keep_templates(actor: Actor, root: Scope) -> Decision:
    """Return whether the actor may say what documents of the organisation begin with."""
    if actor.can("document.template", root.path):
        return ALLOWED
    reason = _("You may use the templates but not change them.")
    return refuse(reason, _("the portfolio manager or the administrator"))


def may_see_templates(actor: Actor) -> Decision:
    """Return whether the actor may see the templates: whoever sees a project, or keeps templates."""
    if actor.can_anywhere("project.view") or actor.can_anywhere("document.template"):
        return ALLOWED
    return refuse(_("You hold no role here."), _("whoever holds a role here"))


def answers_wanting(reviews: list[DocumentReview]) -> list[DocumentReview]:
    """Return the reviews that have no answer yet."""
    return [each for each in reviews if each.verdict == Verdict.WAITS]
