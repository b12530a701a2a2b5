"""The org chart as a picture, and the same in words."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.people.chart import VIEWS, chart_of
from remit.people.chart_layout import BOX_HEIGHT, BOX_WIDTH, layout
from remit.people.guards import own_organisation
from remit.people.navigation import organisation_tabs
from remit.people.policies import may_see_organisation
from remit.people.structure_chart import VIEWS as VIEWS_TO_BE
from remit.people.structure_chart import chart_to_be
from remit.people.structure_queries import OPEN, one_structure, structures


@require_GET
def chart(request: ActorRequest) -> HttpResponse:
    """Show units with their heads, or who reports to whom; searched and begun anywhere by the address."""
    require(may_see_organisation(request.actor))
    organisation = own_organisation(request.actor)
    names = ("view", "q", "top", "structure")
    asked = {name: request.GET.get(name, "").replace("\x00", "").strip()[:200] for name in names}
    planned = one_structure(request.actor, asked["structure"]) if asked["structure"] else None
    views = VIEWS_TO_BE if planned else VIEWS
    view = asked["view"] if asked["view"] in views else views[0]
    wanted = {"search": asked["q"], "top": asked["top"]}
    shown = chart_to_be(planned, view, **wanted) if planned else chart_of(organisation, view, **wanted)
    context = {
        "view": view,
        "structure": planned,
        "more": f"&structure={planned.key}" if planned else "",
        "to_be": structures(request.actor).filter(state__in=OPEN),
        "tabs": organisation_tabs("chart"),
        "q": asked["q"],
        "chart": shown,
        "picture": layout(shown.roots),
        "box_width": BOX_WIDTH,
        "box_height": BOX_HEIGHT,
    }
    return render(request, "people/chart.html", context)
