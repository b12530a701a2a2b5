"""A status in plain words, as a page, a mail or a sheet of paper shows it: for whoever has a minute."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.paper import pdf
from remit.core.templatetags.remit import day as day_words
from remit.core.templatetags.remit import money
from remit.people.grids import day_of, in_office
from remit.people.models import Assignment, Person
from remit.projects.life_rules import OVER
from remit.projects.models import Project
from remit.reporting.contents import content_of
from remit.reporting.lights import worst_of
from remit.reporting.models import Colour, LightCode, StatusReport
from remit.reporting.queries import Status, status_of

TEMPLATE = Path(__file__).with_name("paper") / "status.typ"


def people_at(project: Project) -> list[Person]:
    """Return who holds a role at a project today and may be told, by name."""
    held = Assignment.objects.filter(in_office(day_of(project.organisation)), scope_id=project.scope_id)
    return list(Person.objects.filter(pk__in=held.values("person_id")).order_by("name"))


def status_overview(actor: Actor, project: Project) -> dict[str, Any] | None:
    """Return the lights for the project's first page; None once it is over."""
    if project.phase in OVER:
        return None
    status = status_of(actor, project)
    return {"project": project, "status": status, "verdict": verdict(status)}


def verdict(status: Status) -> str:
    """Return in one sentence whether it will be done as agreed."""
    return verdict_of(
        status.worst, status.range.percent_kept if status.range and not status.is_range_old else None
    )


def verdict_of(worst: Colour, kept: int | None) -> str:
    """Return in one sentence what the worst light and the chance of the promise come to."""
    words = {
        Colour.GREEN: _("It goes as agreed."),
        Colour.AMBER: _("It can still go as agreed, but something needs attention."),
        Colour.RED: _("It does not go as agreed: something has to be decided."),
        Colour.GREY: _("Too little is known to say how it goes."),
    }[worst]
    if kept is None:
        return words
    return f"{words} {_('The promised day is kept with a chance of %(n)d %%.') % {'n': kept}}"


def when_words(content: Mapping[str, Any]) -> str:
    """Return in one sentence when it ends: expected, as a range where one was worked out, and promised."""
    if not content["expected"]:
        return _("There is no plan yet that says when.")
    told = {"expected": _day(content["expected"]), "promised": _day(content["promised"])}
    parts = [_("Expected on %(expected)s.") % told]
    if content["range"]:
        first, last = content["range"]
        parts.append(_("Likely between %(first)s and %(last)s.") % {"first": _day(first), "last": _day(last)})
    parts.append(_("Promised for %(promised)s.") % told if content["promised"] else _("No end was promised."))
    return " ".join(parts)


def _day(iso: str | None) -> str:
    return day_words(dt.date.fromisoformat(iso)) if iso else "–"


def cost_words(content: Mapping[str, Any], currency: str) -> str:
    """Return in one sentence what it will cost; for whoever may see money."""
    cost = content["cost"]
    if cost is None:
        return _("No cost was reported yet.")
    told = {name: money(cost[name], currency) for name in ("budget", "spent", "low", "likely", "high")}
    words = _("Likely %(likely)s, between %(low)s and %(high)s; %(spent)s are spent.") % told
    if cost.get("by_value"):
        words += " " + _(
            "The rest is taken to cost as the work so far did: EAC = BAC / CPI, by earned value."
        )
    if cost["budget"] is None:
        return f"{words} {_('No budget is stated.')}"
    return f"{words} {_('The budget is %(budget)s.') % told}"


def page_pdf(actor: Actor, project: Project) -> bytes:
    """Return how a project stands now on one sheet of paper, in the language that is set; sums for who may see them."""
    status = status_of(actor, project)
    content = content_of(status, status.last)
    sees = actor.can("cost.view", project.scope.path)
    questions = [
        (_("Will it be done?"), verdict(status)),
        (_("When?"), when_words(content)),
        *([(_("For how much?"), cost_words(content, project.organisation.currency))] if sees else []),
    ]
    data: dict[str, Any] = {
        "language": (get_language() or "en")[:2],
        "title": _("Status: %(name)s") % {"name": project.name},
        "organisation": project.organisation.name,
        "heading": project.name,
        "subheading": f"{project.key} · {day_words(status.today)}",
        "questions": [list(each) for each in questions],
        "lights": [
            {
                "label": each.light.label,
                "colour": str(each.colour),
                "word": str(each.colour.label),
                "words": each.words,
            }
            for each in status.lights
        ],
        "asks_title": _("What do you need from me?"),
        "asks": [_ask(each) for each in content["asks"]],
        "changes_title": _("What changed since the last report?"),
        "changes": content["changes"],
        "none": _("Nothing."),
        "footer": f"{project.key} · {day_words(status.today)}",
    }
    return pdf(TEMPLATE, data)


def _ask(ask: Mapping[str, str]) -> str:
    return f"{ask['words']} ({ask['of']})" if ask["of"] else ask["words"]


def shown_report(actor: Actor, report: StatusReport) -> dict[str, Any]:
    """Return a report as its page shows it; its sums for whoever may see money."""
    project = report.project
    sees = actor.can("cost.view", project.scope.path)
    worst = worst_of(Colour(each["colour"]) for each in report.content["lights"])
    return {
        "verdict": verdict_of(worst, report.content["kept"]),
        "when": when_words(report.content),
        "cost": cost_words(report.content, project.organisation.currency) if sees else "",
        "lights": worded_lights(report.content),
    }


def worded_lights(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the lights that a report keeps, with their names and colours in words."""
    return [
        {**each, "label": LightCode(each["code"]).label, "colour_words": Colour(each["colour"]).label}
        for each in content["lights"]
    ]
