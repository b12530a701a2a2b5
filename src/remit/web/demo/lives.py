"""The lives of the demo's projects: methods chosen, gates asked for, judged and decided, conditions met and overdue."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from remit.people.models import Person
from remit.projects.gating import criteria_of, way_of_gate
from remit.projects.models import GateAnswer, GateCondition, Phase, Project, ProjectLife
from remit.projects.operations.gates import Stated, ask_gate, decide_gate, judge_criterion, meet_condition
from remit.projects.operations.lives import advance_stage, choose_method, provide_document, tailor_life
from remit.projects.operations.phases import change_phase
from remit.web.demo.closures import archive_payroll, close_payroll
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import UNDERTAKINGS, Undertaking

EVIDENCE = {
    "Somebody would sponsor it": "Ruth Adeyemi sponsors it, by her mail of 11 May.",
    "The study is worth its cost": "GBP 18,000 for a market of eleven known customers.",
    "The problem is stated": "Half a page of 4 May, with the eleven names.",
    "The people are promised by their heads": "Heads of Product and Engineering, minutes of the planning day.",
    "The pilot group works with it": "All 120 users of the pilot site booked for four weeks.",
    "What it costs is known": "GBP 41,300 a site, from the pilot's timesheets.",
    "The first half is in use": "Seven of fourteen sites; bookings of May.",
    "The business case still holds": "Saves GBP 310,000 a year at 13 sites as well; recomputed on 4 June.",
    "One product owner orders the backlog": "Farah Siddiqui, by her role.",
    "The first two sprints are ready": "31 items are refined and sized.",
    "The contractor is appointed": "Thackray Interiors, contract of 19 February.",
    "The contract is signed": "Fixed price, signed by both on 26 February.",
    "Who accepts at the client is named": "Helen Ashworth.",
    "Every step has a limit": "Five steps, limits 3 to 6, on the board.",
    "The problem is measured in its own unit": "52,000 defects per million invoices.",
    "Finance has seen the benefit": "Tom Fielding, GBP 96,000 a year.",
    "The gauge is good enough": "8.4 % of the variation comes from measuring.",
    "The baseline stands": "5.2 %, 40 samples of 5.",
    "Operations are ready to take it over": "Two of operations ran the last parallel run alone.",
    "Costs are settled": "GBP 241,000, last invoice of 24 March.",
    "People are released": "All four, by 31 March.",
}
PLACES = {
    "Risk register": "Register of the project office, folder 3",
    "Communication plan": "Register of the project office, folder 3",
    "Approved drawings": "Drawing office, set C",
    "Permits": "Drawing office, set P",
    "Safety plan": "Site office",
    "Handover, signed by operations": "Archive box 2026-14",
    "Lessons": "Archive box 2026-14",
    "Final report": "Archive box 2026-14",
}


@dataclass(frozen=True, slots=True)
class _Gate:
    """A gate that was passed on a day; `conditions` are text, owner, due day and by what it was met, if it was."""

    on: dt.date
    words: str = ""
    conditions: tuple[tuple[str, str, dt.date, str], ...] = ()


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


PAYROLL, MATRIX = 7, "= matrix-active"
TAILORED = "Begun before matrices were in use here: who answers for what stands in the charter."
METHODS = ("hybrid", "scrum", "construction", "client", "kanban", "dmaic", "predictive", "predictive")
GATES: tuple[tuple[_Gate, ...], ...] = (
    (
        _Gate(_day("2025-10-24"), "Go: the first site is the hardest, which is right."),
        _Gate(_day("2026-01-16"), "Go. The pilot paid for its lessons."),
        _Gate(
            _day("2026-06-05"),
            "Go on, but the autumn needs two more people and a fixed date with Harrogate.",
            (
                ("Two people more for September to November", "Declan Byrne", _day("2026-06-19"), ""),
                (
                    "Harrogate confirms its week in writing", "Nadia Rahman", _day("2026-06-26"),
                    "Letter of 17 June: week of 14 September.",
                ),
            ),
        ),
    ),
    (_Gate(_day("2026-01-09"), "Go."),),
    (_Gate(_day("2026-02-27"), "Go: the site opens on 16 March."),),
    (_Gate(_day("2026-02-27"), "Go, at the fixed price."),),
    (_Gate(_day("2025-12-05"), "Go."),),
    (_Gate(_day("2026-03-20"), "Go."), _Gate(_day("2026-05-29"), "Go: now the causes.")),
    (
        _Gate(_day("2025-05-02"), "Go."),
        _Gate(_day("2026-03-20"), "Go: three parallel runs agree."),
        _Gate(_day("2026-03-31"), "Closed, GBP 21,000 over budget; see the lessons."),
    ),
    (_Gate(_day("2026-05-15"), "Worth GBP 18,000 to know."),),
)  # fmt: skip


def begin_life(firm: Firm, project: Project, each: Undertaking, number: int) -> None:
    """Choose the method of a project at its first phase; the payroll's was tailored."""
    manager = firm.actor(each.manager)
    life = choose_method(project, METHODS[number - 1], actor=manager)
    if number == PAYROLL:
        stages = [_without_matrix(stage) for stage in life.content["stages"]]
        tailor_life(project, stages, reason=TAILORED, version=life.version, actor=manager)


def _without_matrix(stage: dict[str, Any]) -> dict[str, Any]:
    """Return a stage that does not ask for a matrix of responsibilities."""
    gate = stage["gate"]
    kept = [each for each in stage["documents"] if each != MATRIX]
    if gate is not None:
        gate = {**gate, "exit": [each for each in gate["exit"] if each != MATRIX]}
    return {**stage, "documents": kept, "gate": gate}


def load_lives(firm: Firm, projects: Sequence[Project]) -> None:
    """Lead every project through the gates behind it."""
    for number, (project, each) in enumerate(zip(projects, UNDERTAKINGS, strict=True), start=1):
        load_life(firm, project, each, number)


def load_life(firm: Firm, project: Project, each: Undertaking, number: int) -> None:
    """Lead a project through the gates behind it; the payroll ends in the archive."""
    for gate in GATES[number - 1]:
        _go_on(firm, project, each, gate.on - dt.timedelta(days=28))
        project.refresh_from_db()
        if project.phase == Phase.CLOSING:
            close_payroll(firm, project, each)
        _pass(firm, project, each, gate)
    project.refresh_from_db()
    if project.phase == Phase.CLOSED:
        archive_payroll(firm, project, each)
        change_phase(project, Phase.ARCHIVED, version=project.version, actor=firm.actor(each.manager))


def _go_on(firm: Firm, project: Project, each: Undertaking, on: dt.date) -> None:
    """Lead a project through stages at whose end no gate stands."""
    life = ProjectLife.objects.get(project=project)
    stage = next(one for one in life.content["stages"] if one["code"] == life.stage)
    if stage["gate"] is None:
        advance_stage(project, version=life.version, actor=firm.actor(each.manager), on=on)


def _pass(firm: Firm, project: Project, each: Undertaking, gate: _Gate) -> None:
    manager = firm.actor(each.manager)
    life = ProjectLife.objects.get(project=project)
    stage = next(one for one in life.content["stages"] if one["code"] == life.stage)
    for document in stage["documents"]:
        if document in PLACES:
            life = provide_document(
                project, life.stage, document, where=PLACES[document], version=life.version, actor=manager
            )
    review = ask_gate(project, actor=manager)
    for criterion in criteria_of(review):
        if not criterion.fact:
            review = judge_criterion(
                review, criterion.number, is_met=True, evidence=EVIDENCE[criterion.text],
                version=review.version, actor=manager,
            )  # fmt: skip
    decider = way_of_gate(review, life).decider
    stated = [Stated(text, _person(firm, owner), due) for text, owner, due, _met in gate.conditions]
    decided = decide_gate(
        review, GateAnswer.CONDITIONAL if stated else GateAnswer.GO, version=review.version,
        actor=firm.actor(decider.name if decider else each.sponsor), words=gate.words, conditions=stated,
        on=gate.on,
    )  # fmt: skip
    for text, _owner, _due, met in gate.conditions:
        if met:
            condition = GateCondition.objects.get(review=decided, text=text)
            meet_condition(condition, words=met, version=1, actor=manager)


def _person(firm: Firm, name: str) -> Person:
    return firm.people[name]
