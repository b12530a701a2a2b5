"""What people read where the record names a field or an operation of projects."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.projects.charter_content import PARTS
from remit.projects.feasibility_content import TESTS
from remit.projects.models import Phase

# What the record keeps of sums: kinds of object and their fields.
SUMS = (
    ("project", "budget_minor"),
    ("charter", "budget_minor"),
    ("charter", "reserve_minor"),
    ("feasibility", "options"),
    ("gate", "amount_minor"),
)

FIELDS = {
    "product": _("product"),
    "unique_result": _("unique result"),
    "starts_on": _("start"),
    "promised_on": _("promised end"),
    "budget_minor": _("budget"),
    "phase": _("phase"),
    "reserve_minor": pgettext_lazy("of money", "reserve"),
    "purpose": _("purpose"),
    "objectives": _("objectives"),
    "in_scope": _("in scope"),
    "out_of_scope": _("out of scope"),
    "deliverables": _("deliverables"),
    "milestones": _("milestones"),
    "assumptions": _("assumptions"),
    "constraints": _("constraints"),
    "risks": _("top risks"),
    "stakeholders": _("stakeholders"),
    "success_criteria": _("success"),
    "stop_criteria": _("reasons to stop"),
    "stage": _("stage"),
    "stages": _("stages"),
    "method": pgettext_lazy("of a project", "method"),
    "gate": _("gate"),
    "criterion": _("criterion"),
    "evidence": _("evidence"),
    "conditions": _("conditions"),
    "condition": _("condition"),
    "document": _("document"),
    "problem": _("problem"),
    "rate_percent": _("discount rate"),
    "options": _("options"),
    "tests": _("tests"),
    "uncertainties": _("uncertainties"),
    "recommended": _("recommendation"),
    "because": _("reasons"),
}


def amount_words(minor: Any) -> str:
    """Return a sum in minor units as the record shows it."""
    return (
        number_format(Decimal(minor) / 100, 2, force_grouping=True) if isinstance(minor, int) else str(minor)
    )


def _phase(value: Any) -> str:
    return str(Phase(value).label) if value in Phase.values else str(value)


def _lines(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _tests(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    scored = {code: each.get("score") for code, each in value.items() if isinstance(each, dict)}
    return ", ".join(f"{TESTS[code][0]} {score or '–'}" for code, score in scored.items() if code in TESTS)


def _options(value: Any) -> str:
    named = [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    return "; ".join(str(each.get("name", "")) for each in named)


VALUES: dict[str, Callable[[Any], str]] = {
    "budget_minor": amount_words,
    "reserve_minor": amount_words,
    "phase": _phase,
    "tests": _tests,
    "options": _options,
    **dict.fromkeys(
        (*(part.name for part in PARTS if part.kind == "lines"), "uncertainties", "stages"), _lines
    ),
}

OPERATIONS = {
    "projects.serve_product": _("stated which product it serves"),
    "projects.stop_serving": _("stated that it serves a product no longer"),
    "projects.change_phase": _("changed the phase"),
    "projects.change_project": _("changed the project"),
    "projects.edit_method": _("edited the method"),
    "projects.choose_method": _("chose the method"),
    "projects.tailor_life": _("tailored the life"),
    "projects.advance_stage": _("went on to the next stage"),
    "projects.provide_document": _("said where a document lies"),
    "projects.ask_gate": _("asked for the review of a gate"),
    "projects.judge_criterion": _("judged a criterion"),
    "projects.withdraw_gate": _("withdrew the review of a gate"),
    "projects.decide_gate": _("decided at a gate"),
    "projects.meet_condition": _("met a condition"),
    "projects.begin_charter": _("began a version of the charter"),
    "projects.change_charter": _("changed the charter"),
    "projects.submit_charter": _("handed the charter in"),
    "projects.answer_charter": _("decided on the charter"),
    "projects.begin_study": _("began a version of the feasibility study"),
    "projects.change_study": _("changed the feasibility study"),
    "projects.submit_study": _("handed the feasibility study in"),
    "projects.answer_study": _("decided on the feasibility study"),
    "projects.create_project": _("began the project"),
    "projects.add_deliverable": _("added the deliverable"),
    "projects.change_deliverable": _("changed the deliverable"),
    "projects.remove_deliverable": _("removed the deliverable"),
    "projects.advance_deliverable": _("led the deliverable on"),
    "projects.decide_deliverable": _("answered the submission"),
    "projects.note_check": _("noted a check"),
    "interchange.import_plan": _("imported a plan"),
    "interchange.undo_import": _("took an import back"),
}
