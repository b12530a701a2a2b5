"""Actions and decisions of the demo: given and logged by whoever manages each project, on the status date."""

import datetime as dt
from dataclasses import dataclass

from remit.meetings.operations.actions import add_action, finish_action
from remit.meetings.operations.decisions import Option, log_decision
from remit.people.models import Person
from remit.people.routing import Question, ways
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY
from remit.web.demo.firm import Firm
from remit.web.demo.meetings import load_meetings
from remit.web.demo.undertakings import UNDERTAKINGS


@dataclass(frozen=True, slots=True)
class _Action:
    """Something that somebody does at a project; `done` says what came of it."""

    project: int
    text: str
    owner: str
    due: dt.date
    done: str = ""


@dataclass(frozen=True, slots=True)
class _Decision:
    """Something decided at a project by whoever is nearest to it, with what was considered; the star was taken."""

    project: int
    title: str
    on: dt.date
    reasons: str
    options: tuple[str, ...] = ()
    supersedes: bool = False


def _day(month: int, day: int) -> dt.date:
    return dt.date(2026, month, day)


ACTIONS = (
    _Action(1, "Agree the weekend of the Harrogate move with the facility head", "Amina Yusuf", _day(6, 26)),
    _Action(1, "Send the six sites the list of what they test after the move", "Samuel Okafor", _day(7, 3)),
    _Action(
        1,
        "Ask the hosting firm for a second migration window",
        "Nadia Rahman",
        _day(6, 19),
        "Granted for 4 July.",
    ),
    _Action(
        2, "Say which of the two blocked epics can do without the gateways", "Victor Lindqvist", _day(7, 6)
    ),
    _Action(3, "Get the lift firm's delivery day in writing", "Patience Moyo", _day(6, 24)),
    _Action(3, "Move the data cabling before the floor is closed", "Gary Thackray", _day(7, 2)),
    _Action(4, "Offer the client a price for the five additions", "Louise Tremblay", _day(7, 1)),
    _Action(5, "Show the trust the campaign figures of June", "Louise Tremblay", _day(7, 8)),
    _Action(
        6,
        "Find out what changed at the invoice desk in the week of subgroup 27",
        "Ellen Sorensen",
        _day(7, 3),
    ),
    _Action(8, "Ask two partners in Oslo for their terms", "Seun Bakare", _day(7, 10)),
)
DECISIONS = (
    _Decision(
        1, "Move the remaining sites in two waves instead of one", _day(6, 5),
        "One wave needs more people on a weekend than there are.", ("All in one wave", "* Two waves", "A site a week"),
    ),
    _Decision(
        1, "Move the remaining sites in three waves", _day(6, 22),
        "Two sites cannot move before their year end.", ("Two waves", "* Three waves"), supersedes=True,
    ),
    _Decision(
        2, "Keep the old panel firmware supported until spring", _day(6, 12),
        "Two customers update once a year.", ("Drop it with 2.0", "* Until spring"),
    ),
    _Decision(
        3, "Lay floors before the lift is in", _day(6, 16),
        "Three of the fifteen days are won back.", ("Wait for the lift", "* Floors first"),
    ),
    _Decision(
        4, "Nothing is built that is not in the order", _day(6, 10),
        "252 hours were given away since March.", ("Go on as before", "* Only what is ordered"),
    ),
    _Decision(5, "Work in a board with two lanes", _day(4, 20), "Urgent pieces pushed planned ones out."),
    _Decision(
        6, "Measure at the invoice desk, not in the ledger", _day(5, 4),
        "The ledger hides what was corrected by hand.", ("The ledger", "* The desk"),
    ),
    _Decision(
        8, "Study a partner before an own office", _day(6, 18),
        "An office binds money for three years.", ("Do nothing", "* Partner", "Own office"),
    ),
)  # fmt: skip


def _nearest(project: Project) -> Person:
    """Return whoever decides at a project today: its manager, or the deputy of one who is away."""
    decider = ways([Question(0, project.scope)], project.organisation)[0].decider
    if decider is None:
        msg = f"Nobody decides at {project.key} in the demo."
        raise ValueError(msg)
    return decider


def load_outcomes(firm: Firm, projects: list[Project]) -> None:
    """Plan meetings, give the actions and log the decisions; a project that is over keeps what it had."""
    load_meetings(firm, projects)
    for number, (project, each) in enumerate(zip(projects, UNDERTAKINGS, strict=True), start=1):
        project.refresh_from_db()
        if project.phase in READ_ONLY:
            continue
        manager = firm.actor(each.manager)
        for given in (row for row in ACTIONS if row.project == number):
            made = add_action(
                project, text=given.text, owner=firm.people[given.owner], due_on=given.due, actor=manager
            )
            if given.done:
                finish_action(made, words=given.done, version=1, actor=manager)
        earlier = None
        for said in (row for row in DECISIONS if row.project == number):
            options = [Option(row.removeprefix("* "), is_taken=row.startswith("* ")) for row in said.options]
            earlier = log_decision(
                project,
                title=said.title,
                decided_by=_nearest(project),
                decided_on=said.on,
                reasons=said.reasons,
                options=options,
                supersedes=earlier if said.supersedes else None,
                actor=manager,
            )
