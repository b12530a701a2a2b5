"""The start page, the command palette and the page of help."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from remit.core.registries import Command, commands, home_sections, navigation

MOST_ANSWERS = 12
LONGEST_QUESTION = 100


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what lies under the actor's remit, and what waits for a decision."""
    actor = request.actor  # type: ignore[attr-defined]  # put there by the middleware of a layer above
    sections = []
    for section in sorted(home_sections, key=lambda each: each.position):
        context = section.context(actor)
        if context is not None:
            sections.append({"template": section.template, "data": context})
    return render(request, "core/home.html", {"sections": sections})


@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """Answer what was typed into the command palette: pages first, then what the apps find."""
    actor = request.actor  # type: ignore[attr-defined]  # as above
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
    pages = [
        Command(str(entry.label), reverse(entry.url_name), _("Page"))
        for entry in sorted(navigation, key=lambda each: each.position)
        if entry.is_visible(actor) and typed.casefold() in str(entry.label).casefold()
    ]
    found = [command for provider in commands for command in provider(actor, typed)]
    answers = (*pages, *sorted(found, key=lambda command: not command.is_exact))
    return JsonResponse(
        {
            "answers": [
                {"label": each.label, "url": each.url, "kind": each.kind, "hint": each.hint}
                for each in answers[:MOST_ANSWERS]
            ],
            "nothing": _("Nothing found. Try a name or a key such as P-1."),
        }
    )


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain the few ideas that Remit rests on."""
    return render(request, "core/help.html")
