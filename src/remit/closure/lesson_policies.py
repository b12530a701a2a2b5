"""Who may do what with lessons. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.closure.models import Lesson
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY, may_edit_project


def may_see_lessons(actor: Actor) -> Decision:
    """Return whether the actor may read the library of lessons: whoever sees any project."""
    if actor.can_anywhere("project.view"):
        return ALLOWED
    return refuse(_("None of your roles sees projects."), _("whoever gives you a role"))


def may_add_lesson(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may state what was learnt: everybody who sees the project, until it is closed."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if not actor.can("project.view", project.scope.path):
        return refuse(_("You do not see this project."), _("whoever is in the project"))
    if project.phase in READ_ONLY:
        return refuse(_("The project is closed: its lessons can be read but not changed."))
    return ALLOWED


def may_change_lesson(actor: Actor, lesson: Lesson) -> Decision:
    """Return whether the actor may change a lesson: whoever stated it, and the project manager."""
    may = may_add_lesson(actor, lesson.project)
    if not may:
        return may
    is_own = actor.person_id is not None and actor.person_id == lesson.by_id
    if is_own or actor.can("project.edit", lesson.project.scope.path):
        return ALLOWED
    return refuse(_("Only whoever stated it changes it."), _("the project manager"))


def may_share_lesson(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may put a lesson into the library, where others read it: the project manager."""
    return may_edit_project(actor, project)


def may_note_lesson(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may take up a lesson of others for a project or set it aside: its manager."""
    return may_edit_project(actor, project)
