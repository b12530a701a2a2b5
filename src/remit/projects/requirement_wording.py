"""What people read where the record names a field, a value or an operation of requirements."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "statement": _("statement"),
    "acceptance_criteria": _("acceptance criteria"),
    "priority": _("priority"),
    "what_if_not": _("what if not"),
    "effort_minutes": _("effort in minutes"),
    "collection": _("session"),
    "foreign_id": _("identifier in other tools"),
    "needs": _("needs"),
    "technique": _("technique"),
    "held_on": _("held on"),
    "others": _("others"),
    "whose": _("whose"),
    "is_want": _("a want"),
    "evidence": _("evidence"),
}

OPERATIONS = {
    "projects.add_requirement": _("stated the requirement"),
    "projects.change_requirement": _("changed the requirement"),
    "projects.move_requirement": _("led the requirement on"),
    "projects.trace_requirement": _("traced the requirement"),
    "projects.link_requirement": _("traced the requirement"),
    "projects.take_in_requirements": _("took requirements in"),
    "projects.add_need": _("noted the need"),
    "projects.change_need": _("changed the need"),
    "projects.add_collection": _("noted the session"),
    "projects.change_collection": _("changed the session"),
}
