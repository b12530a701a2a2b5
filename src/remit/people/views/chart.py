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


@require_GET
def chart(request: ActorRequest) -> HttpResponse:
    """Show units with their heads, or who reports to whom; searched and begun anywhere by the address."""
    require(may_see_organisation(request.actor))
    organisation = own_organisation(request.actor)
    asked = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:200] for name in ("view", "q", "top")
    }
    view = asked["view"] if asked["view"] in VIEWS else VIEWS[0]
    shown = chart_of(organisation, view, search=asked["q"], top=asked["top"])
    context = {
        "view": view,
        "tabs": organisation_tabs("chart"),
        "q": asked["q"],
        "chart": shown,
        "picture": layout(shown.roots),
        "box_width": BOX_WIDTH,
        "box_height": BOX_HEIGHT,
    }
    return render(request, "people/chart.html", context)
