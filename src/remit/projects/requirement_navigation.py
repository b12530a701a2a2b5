"""The pages about requirements of a project, as tabs below the project's own."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.projects.models import Project

PAGES = (
    ("requirements", _("Register")),
    ("requirement_matrix", _("Matrix")),
    ("needs", _("Needs")),
    ("collections", _("Sessions")),
    ("requirement_measures", _("Measures")),
)


def requirement_tabs(project: Project, current: str) -> list[dict[str, object]]:
    """Return the tabs with the one that is shown."""
    return [
        {
            "label": label,
            "url": reverse(f"projects:{name}", args=[project.key]),
            "is_current": name == current,
        }
        for name, label in PAGES
    ]
