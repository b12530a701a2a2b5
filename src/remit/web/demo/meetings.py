"""Meetings of the demo: steering and weekly of the cloud rollout, and the one that closed the payroll."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from remit.meetings.models import Meeting
from remit.meetings.operations.actions import add_action
from remit.meetings.operations.meetings import Item, cancel_meeting, hold_meeting, plan_meeting
from remit.meetings.operations.minutes import Said, begin_minutes, publish_minutes, write_minutes
from remit.meetings.operations.series import plan_series
from remit.meetings.outcome_queries import one_matter
from remit.meetings.rhythms import Rhythm
from remit.people.grids import day_of
from remit.projects.models import Project, Stakeholder
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import UNDERTAKINGS, Undertaking

ROLLOUT = 1


@dataclass(frozen=True, slots=True)
class _Meeting:
    """A meeting; `agenda` holds subject, minutes and who leads. One whose day is over was held, unless cancelled.

    `said` is what its minutes say of each matter, behind `LATER` where that was left for later; without any they are
    owed. `correction` is the number of a matter, what it says now, and why; `given` are actions that came of a matter:
    its number, text, who does it, the day. One of a weekly series comes `times` times: its first is as stated.
    """

    kind: str
    title: str
    day: dt.date
    begins: dt.time
    length: int
    place: str
    chair: str
    minute_taker: str
    invited: tuple[str, ...]
    agenda: tuple[tuple[str, int, str], ...]
    purpose: str = ""
    cancelled: str = ""
    outside: int = 0
    said: tuple[str, ...] = ()
    correction: tuple[int, str, str] | None = None
    given: tuple[tuple[int, str, str, dt.date], ...] = ()
    times: int = 0


LATER = "… "


def _day(month: int, day: int) -> dt.date:
    return dt.date(2026, month, day)


_SPONSOR, _MANAGER = UNDERTAKINGS[0].sponsor, UNDERTAKINGS[0].manager
_TEAM = ("Piotr Banas", "Grace Chen", "Samuel Okafor", "Dylan Rees")
MEETINGS = (
    _Meeting(
        "steering", "Steering of the cloud rollout", _day(6, 5), dt.time(10), 60, "Leeds, room 2.4", _SPONSOR, _MANAGER,
        ("Samuel Okafor", "Seun Bakare"),
        (("How far the six open sites are", 15, _MANAGER), ("One wave or two", 30, _MANAGER),
         ("Risks", 15, "Seun Bakare")),
        "Decide in how many waves the remaining sites move.", outside=2,
        said=(
            "Four of the six open sites are ready for their move; two wait for their lines.",
            LATER + "Finance wants to see first what one wave would cost.",
            "The migration window of 4 July is the risk that counts; Grace Chen looks for a second one.",
        ),
        correction=(1, "Three of the six open sites are ready for their move; three wait for their lines.",
                    "One was reported ready by mistake."),
        given=(
            (2, "Send finance what one wave would cost", _MANAGER, _day(6, 26)),
            (3, "Ask for a second window of the migration", "Grace Chen", _day(6, 19)),
        ),
    ),
    _Meeting(
        "review", "Weekly of the cloud rollout", _day(6, 22), dt.time(9, 30), 30, "https://meet.northlight.example/rollout",
        _MANAGER, "Amina Yusuf", _TEAM,
        (("What was moved last week", 10, "Piotr Banas"), ("What stands in the way", 20, _MANAGER)),
        said=(
            "Two sites were moved; Dylan Rees tests the third.",
            LATER + "The lines of Harrogate: the carrier names its day by Friday.",
        ),
        given=((2, "Get the carrier's day for Harrogate in writing", "Piotr Banas", _day(7, 3)),), times=8,
    ),
    _Meeting(
        "steering", "Steering of the cloud rollout", _day(7, 3), dt.time(10), 60, "Leeds, room 2.4", _SPONSOR, _MANAGER,
        ("Samuel Okafor", "Seun Bakare"),
        (("Actions that are still open", 10, _MANAGER), ("Migration window of 4 July", 20, "Grace Chen"),
         ("Forecast of the end", 20, _MANAGER), ("Risks", 10, "Seun Bakare")),
        "Say whether the first wave goes ahead on 4 July.", outside=2,
    ),
    _Meeting(
        "client", "Visit to Harrogate", _day(6, 18), dt.time(14), 90, "Harrogate, reception", _MANAGER, "Dylan Rees",
        ("Anjali Desai",), (("Weekend of the move", 45, _MANAGER), ("Who tests what", 45, "Anjali Desai")),
        cancelled="The facility head is away until 24 June; her deputy may not agree the weekend.",
    ),
)  # fmt: skip
CLOSING_ON = _day(3, 26)


def _hold(firm: Firm, project: Project, each: _Meeting, by: str) -> None:
    actor = firm.actor(by)
    outside = list(Stakeholder.objects.filter(project=project).order_by("pk")[: each.outside])
    stated: dict[str, Any] = {
        "kind": each.kind, "title": each.title, "day": each.day, "begins": each.begins,
        "length_minutes": each.length, "place": each.place, "purpose": each.purpose,
        "chair": firm.people[each.chair], "minute_taker": firm.people[each.minute_taker],
        "invited": [firm.people[name] for name in each.invited],
        "agenda": [Item(title, minutes, firm.people[who]) for title, minutes, who in each.agenda],
        **({"stakeholders": outside} if outside else {}),
    }  # fmt: skip
    if each.times:
        series = plan_series(project, rhythm=Rhythm.WEEKLY, times=each.times, actor=actor, **stated)
        made, *later = series.meetings.order_by("day")
    else:
        made, later = plan_meeting(project, actor=actor, **stated), []
    if each.cancelled:
        cancel_meeting(made, reason=each.cancelled, version=1, actor=actor)
    elif each.day <= day_of(project.organisation):
        _minute(firm, hold_meeting(made, version=1, actor=actor), each)
        for one in (one for one in later if one.day <= day_of(project.organisation)):
            one.refresh_from_db()  # what was left of the first stands on the agenda of the next
            hold_meeting(one, version=one.version, actor=actor)


def _minute(firm: Firm, meeting: Meeting, each: _Meeting) -> None:
    """Publish the minutes of a meeting that was held, and what corrects them."""
    if not each.said:
        return
    actor = firm.actor(each.minute_taker)
    matters = [
        Said(number, words.removeprefix(LATER), is_parked=words.startswith(LATER))
        for number, words in enumerate(each.said, start=1)
    ]
    draft = write_minutes(begin_minutes(meeting, actor=actor), version=1, matters=matters, actor=actor)
    for number, text, who, due in each.given:
        add_action(
            meeting.project, text=text, owner=firm.people[who], due_on=due, actor=actor,
            matter=one_matter(meeting, number),
        )  # fmt: skip
    publish_minutes(draft, version=2, actor=actor)
    if each.correction is not None:
        number, words, reason = each.correction
        second = begin_minutes(meeting, actor=actor)
        write_minutes(second, version=1, matters=[Said(number, words)], actor=actor)
        publish_minutes(second, version=2, reason=reason, actor=actor)


def load_meetings(firm: Firm, projects: list[Project]) -> None:
    """Plan the meetings of the cloud rollout."""
    for each in MEETINGS:
        _hold(firm, projects[ROLLOUT - 1], each, _MANAGER)


def closing_meeting(firm: Firm, project: Project, each: Undertaking) -> None:
    """Hold the closing meeting of a project that is about to be closed."""
    matters = (
        ("What was achieved, and at what cost", 20, each.manager),
        ("What operations takes over", 20, each.manager),
        ("Lessons for the next project", 30, each.manager),
        ("Thanks", 10, each.sponsor),
    )
    held = _Meeting(
        "closing", "Closing of the payroll replacement", CLOSING_ON, dt.time(15), 90, "Sheffield, canteen",
        each.sponsor, each.manager, (), matters,
        "Agree that everything is done and say what others can learn from it.", outside=2,
        said=(
            "Payroll runs on the new system. It cost GBP 241,000 instead of 220,000.",
            "Operations takes over with the known errors that the handover lists.",
            "What was learnt stands in the lessons; each says what the next project should do.",
            "Thanks to everybody.",
        ),
    )  # fmt: skip
    _hold(firm, project, held, each.manager)
