"""How a project stands at the moment of a decision, as it is kept with the decision and never computed again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from remit.core.plan_time import to_day
from remit.core.templatetags.remit import day, duration
from remit.meetings.registries import seen_facts
from remit.people.findings_kept import judged_anew
from remit.people.grids import day_of
from remit.projects.models import GateAnswer, GateReview, GateState, Phase, Project, ProjectLife
from remit.projects.registries import forecasts

MOST_FINDINGS = 10


def facts_seen(project: Project) -> dict[str, Any]:
    """Return how a project stands now: phase, stage, latest gate, promise, forecast, findings, and what plans add.

    Plain values: days as ISO text, minutes of plan time, codes rather than words.
    """
    forecast = forecasts([project]).get(project.pk)
    found: dict[str, Any] = {
        "at": timezone.now().isoformat(timespec="seconds"),
        "day": day_of(project.organisation).isoformat(),
        "phase": project.phase,
        "promised_on": project.promised_on.isoformat() if project.promised_on else None,
        "state": forecast.state if forecast else "grey",
        "finish_minute": forecast.finish_minute if forecast else None,
        "percent": forecast.percent if forecast else None,
        **_gate(project),
    }
    (judged,) = judged_anew(project.organisation, [project.scope])
    found["errors"], found["warnings"] = judged.errors, judged.warnings
    found["findings"] = [each.code for each in judged.findings[:MOST_FINDINGS]]
    for provider in seen_facts:
        found.update(provider(project))
    return found


def _gate(project: Project) -> dict[str, Any]:
    life = ProjectLife.objects.filter(project=project).first()
    reviews = GateReview.objects.filter(project=project)
    decided = reviews.filter(state=GateState.DECIDED).order_by("-number").first()
    waits = reviews.filter(state=GateState.OPEN).first()
    return {
        "stage": life.stage if life else "",
        "gate": decided.gate if decided else "",
        "gate_answer": decided.answer if decided else "",
        "gate_open": waits.gate if waits else "",
    }


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what was seen: what it is, and how it stood."""

    label: str
    words: str


def worded(facts: Mapping[str, Any], minutes_per_day: int = 450) -> list[Fact]:
    """Return what was seen in words, in the reader's language; what was not known then is left out."""
    lines = [
        Fact(_("Phase"), str(dict(Phase.choices).get(facts.get("phase", ""), "–"))),
        Fact(_("Promised"), day(parse_date(facts["promised_on"])) if facts.get("promised_on") else "–"),
    ]
    finish = facts.get("finish_minute")
    if finish is not None:
        lines.append(Fact(_("Planned finish"), day(to_day(finish - 1))))
    if facts.get("percent") is not None:
        lines.append(Fact(_("Done"), f"{facts['percent']} %"))
    if facts.get("float_minutes") is not None:
        words = duration(facts["float_minutes"], facts.get("minutes_per_day") or minutes_per_day)
        lines.append(Fact(_("Least float of open work"), words))
    if facts.get("critical") is not None:
        count = facts["critical"]
        words = ngettext("%(n)d open activity", "%(n)d open activities", count) % {"n": count}
        lines.append(Fact(pgettext("of a plan", "Critical"), words))
    if facts.get("gate"):
        answer = dict(GateAnswer.choices).get(facts["gate_answer"], "")
        lines.append(Fact(_("Last gate"), f"{facts['gate']}: {answer}"))
    if facts.get("gate_open"):
        lines.append(Fact(_("Gate under review"), facts["gate_open"]))
    wrong = {"errors": facts.get("errors", 0), "warnings": facts.get("warnings", 0)}
    lines.append(
        Fact(_("Findings on responsibilities"), _("%(errors)d errors, %(warnings)d warnings") % wrong)
    )
    return lines
