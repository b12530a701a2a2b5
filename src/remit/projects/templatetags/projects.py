from typing import Any

from django import template
from django.urls import reverse

from remit.accounts.permissions import Actor
from remit.projects.gating import label_of
from remit.projects.life_content import FACT
from remit.projects.models import Phase, Project
from remit.projects.queries import project_lines
from remit.projects.registries import Area, Tab, tabs

register = template.Library()


@register.inclusion_tag("projects/head.html", takes_context=True)
def project_head(context: dict[str, Any], project: Project) -> dict[str, Any]:
    """Show what every page of a project opens with: name, who answers, the status, the areas and their pages."""
    request = context["request"]
    shown = _pages(request.actor, project)
    inside = [(len(address), tab) for tab, address in shown if request.path.startswith(address)]
    current = max(inside, key=lambda each: each[0])[1] if inside else None
    pages = [(tab, address) for tab, address in shown if current is not None and tab.area == current.area]
    first: dict[Area, str] = {}
    for tab, address in shown:
        first.setdefault(tab.area, address)
    return {
        "project": project,
        "line": context.get("line") or project_lines([project])[0],
        "areas": [
            {
                "label": area.label,
                "url": first[area],
                "is_current": current is not None and area == current.area,
            }
            for area in Area
            if area in first
        ],
        "pages": [
            {"label": tab.label, "url": address, "is_current": tab == current} for tab, address in pages
        ],
    }


@register.filter
def phase_words(phase: str) -> str:
    """Return what people call a phase."""
    return str(Phase(phase).label) if phase in Phase.values else phase


@register.filter
def fact_words(line: str) -> str:
    """Return a line of a method as people read it: what Remit judges by itself by its name."""
    head, mark, code = line.rpartition(FACT)
    return f"{head}{label_of(code)}" if mark and (not head or head.endswith(": ")) else line


def _pages(actor: Actor, project: Project) -> list[tuple[Tab, str]]:
    ordered = sorted(tabs, key=lambda each: each.position)
    return [
        (tab, reverse(tab.url_name, args=[project.key])) for tab in ordered if tab.may_see(actor, project)
    ]
