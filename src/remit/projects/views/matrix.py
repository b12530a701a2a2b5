"""The matrix of requirements and deliverables, both ways, with what is missing an end; and the measures over all."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Invalid
from remit.core.htmx import wants_fragment
from remit.projects.deliverable_queries import deliverables_of, one_deliverable
from remit.projects.guards import visible_project
from remit.projects.operations.requirements import link_requirement
from remit.projects.requirement_navigation import requirement_tabs
from remit.projects.requirement_policies import may_keep_requirements
from remit.projects.requirement_queries import (
    OPEN,
    matrix_rows,
    must_share,
    one_requirement,
    orphans,
    requirements_of,
    upward,
    volatility,
)

PAGE = 100
MOST_NAMED = 50


@require_GET
def matrix(request: ActorRequest, key: str) -> HttpResponse:
    """Show each requirement with its needs and which deliverable meets it; `way=up` begins at the deliverables."""
    project = visible_project(request.actor, key)
    deliverables = list(deliverables_of(project))
    rows = requirements_of(project).filter(OPEN)
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    for word in typed.split():
        rows = rows.filter(statement__icontains=word) | rows.filter(key__iexact=word)
    page = Paginator(rows.order_by("pk"), PAGE).get_page(request.GET.get("page"))
    found = matrix_rows(list(page.object_list), deliverables)
    is_up = request.GET.get("way") == "up"
    context = {
        "project": project,
        "deliverables": deliverables,
        "rows": found,
        "upward": upward(found, deliverables) if is_up else [],
        "is_up": is_up,
        "page": page,
        "query": typed,
        "orphans": orphans(project),
        "most": MOST_NAMED,
        "tabs": requirement_tabs(project, "requirement_matrix"),
        "may_keep": may_keep_requirements(request.actor, project),
    }
    return render(request, "projects/requirements/matrix.html", context)


@require_POST
def link(request: ActorRequest, key: str, requirement_key: str) -> HttpResponse:
    """Say that a deliverable meets a requirement, or that it does not: one cell of the matrix."""
    shown = one_requirement(request.actor, key, requirement_key)
    require(may_keep_requirements(request.actor, shown.project))
    other = one_deliverable(request.actor, key, request.POST.get("deliverable", "").replace("\x00", "")[:16])
    stated = request.POST.get("is_linked", "")
    if stated not in {"0", "1"}:
        raise Invalid("is_linked: 0, 1", field="is_linked", code="choice")
    link_requirement(shown, other, is_linked=stated == "1", actor=request.actor)
    if not wants_fragment(request):
        return redirect("projects:requirement_matrix", key)
    context = {
        "project": shown.project,
        "requirement": shown,
        "deliverable": other,
        "is_linked": stated == "1",
        "may_keep": True,
    }
    return render(request, "projects/requirements/cell.html", context)


@require_GET
def measures(request: ActorRequest, key: str) -> HttpResponse:
    """Show how much is Must, how much moves month by month, and what is missing an end of its trace."""
    project = visible_project(request.actor, key)
    context = {
        "project": project,
        "share": must_share(project),
        "months": volatility(project)[::-1],
        "orphans": orphans(project),
        "most": MOST_NAMED,
        "tabs": requirement_tabs(project, "requirement_measures"),
    }
    return render(request, "projects/requirements/measures.html", context)
