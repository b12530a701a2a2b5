from typing import Any

from django import template
from django.urls import reverse

from remit.projects.gating import label_of
from remit.projects.life_content import FACT
from remit.projects.models import Phase, Project
from remit.projects.queries import project_lines
from remit.projects.registries import tabs

register = template.Library()


@register.inclusion_tag("projects/head.html", takes_context=True)
def project_head(context: dict[str, Any], project: Project) -> dict[str, Any]:
    """Show what every page of a project opens with: name, who answers, the status and its reason, the tabs."""
    path = context["request"].path
    shown = [
        (tab.label, reverse(tab.url_name, args=[project.key]))
        for tab in sorted(tabs, key=lambda each: each.position)
    ]
    inside = [address for _label, address in shown if path.startswith(address)]
    current = max(inside, key=len, default="")
    return {
        "project": project,
        "line": context.get("line") or project_lines([project])[0],
        "tabs": [
            {"label": label, "url": address, "is_current": address == current} for label, address in shown
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
