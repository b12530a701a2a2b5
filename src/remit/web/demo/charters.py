"""Charters of the demo's projects and the feasibility study of the eighth, by the people who wrote and signed them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from remit.projects.models import Project
from remit.projects.operations.charters import answer_charter, begin_charter, change_charter, submit_charter
from remit.projects.operations.feasibility import begin_study, change_study, submit_study
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import UNDERTAKINGS, Undertaking

PENCE = 100


@dataclass(frozen=True, slots=True)
class _Charter:
    """What a charter says beyond what the undertaking does; lines are parted by a bar."""

    purpose: str
    objectives: str
    inside: str
    outside: str
    deliverables: str
    milestones: str
    reserve: int
    assumptions: str
    constraints: str
    risks: str
    stakeholders: str
    success: str
    stop: str

    def stated(self, budget: int) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        return {
            "purpose": self.purpose,
            "objectives": _lines(self.objectives),
            "in_scope": _lines(self.inside),
            "out_of_scope": _lines(self.outside),
            "deliverables": _lines(self.deliverables),
            "milestones": _lines(self.milestones),
            "budget_minor": budget * PENCE,
            "reserve_minor": self.reserve * PENCE,
            "assumptions": _lines(self.assumptions),
            "constraints": _lines(self.constraints),
            "risks": _lines(self.risks),
            "stakeholders": _lines(self.stakeholders),
            "success_criteria": _lines(self.success),
            "stop_criteria": _lines(self.stop),
        }


def _lines(text: str) -> list[str]:
    return [each.strip() for each in text.split("|") if each.strip()]


CHARTERS = (
    _Charter(
        "Fourteen customers still run Deskwise on servers of their own, which we patch by hand. One edition in the "
        "cloud ends that and gives them what the web edition has had for two years.",
        "14 of 14 sites live by 18 Dec 2026|No site without booking for more than 4 hours|Support calls for each "
        "site down by 30 % three months after it went live",
        "Moving bookings, floor plans and users|Training of 2 administrators a site|Switching the old servers off",
        "New functions of Deskwise|Hardware at the customers'|The mobile application",
        "Migration tool|Runbook for a site|14 migrated sites|Handover to operations",
        "2025-12-19 Pilot site live|2026-05-29 Seven sites live|2026-12-18 All fourteen sites live",
        48_000,
        "Customers name an administrator within two weeks|The cloud region in Leeds keeps its prices",
        "No migration in a customer's term time|Data stays in the United Kingdom",
        "Bookings are lost on the way|A customer leaves rather than moves|Two sites want the same week",
        "Administrators at 14 sites|Operations|Account managers|Data protection officer",
        "Every customer has booked for 30 days in the cloud|The last old server is off",
        "More than three customers decline to move|Moving a site costs more than GBP 60,000",
    ),
    _Charter(
        "Rooms are booked and stand empty. A sensor that counts people, and a panel at the door that shows it, "
        "frees them without anybody walking round.",
        "Count within 1 person in 95 % of samples|Battery lasts 24 months|Panel on sale by 27 Nov 2026",
        "Firmware 2.0|Door panel|Pairing with Deskwise",
        "A new housing|Sales outside the United Kingdom",
        "Firmware 2.0, released|Panel, ready for series|Test report of the laboratory",
        "2026-04-30 Counting proven in the laboratory|2026-08-28 Panel in pilot|2026-11-27 On sale",
        35_000,
        "The laboratory on floor 3 opens in July|The radio chip stays available",
        "Certification takes eight weeks|One team of six",
        "Only one engineer knows the radio stack|Gateways come late from the fit-out|Battery falls short in cold",
        "Team Signal|Product manager of Sense|Pilot customers|Certification body",
        "A pilot of 40 rooms runs 60 days without a visit|Margin of at least 38 % on the panel",
        "Counting stays worse than 90 % after the second prototype",
    ),
    _Charter(
        "The head office has outgrown two floors, and sensor work is done in a stairwell. Floor 3 gives room to "
        "work, to meet and to measure.",
        "84 desks and 9 meeting rooms in use by 25 Sep 2026|Cost at most GBP 980,000|0 reportable accidents",
        "Partitions, services, lift, furniture|Sensor laboratory|Moving 84 people",
        "Floors 1 and 2|The landlord's roof works",
        "Approved design|Fitted floor|Laboratory, accepted|Safety file",
        "2026-03-16 Site opens|2026-07-31 Lift in service|2026-09-25 Floor in use",
        70_000,
        "The landlord consents by February|The contractor keeps two crews on site",
        "Noisy work before 09:00 only|Building control must sign before anybody moves in",
        "The lift comes late|Asbestos above the ceiling|Contractor loses a crew",
        "Everybody who moves|Landlord|Neighbours on floor 2|Building control",
        "Building control has signed|Fewer than 10 open snags after 30 days",
        "Structural survey finds the floor cannot bear the laboratory",
    ),
    _Charter(
        "Students of Brightmoor find study places on five lists, none of them right. One website shows what is free "
        "and books it.",
        "Live by 14 Aug 2026|At least 90 % of study places bookable|A booking takes at most 3 steps",
        "Website, booking of study places, content in English|Training of the library's staff",
        "Timetabling of lectures|Exams|A mobile application",
        "Design system|Website|Booking service|Training material",
        "2026-04-17 Design agreed|2026-06-26 First faculty books|2026-08-14 Live for the autumn term",
        12_000,
        "The university signs content off within five days|Single sign-on is ready in June",
        "Fixed price|Live before term begins",
        "Wishes grow beyond the fixed price|Sign-on comes late|The library reorganises in July",
        "Students' union|Library|University IT|Account manager",
        "The university accepts without open faults of the first kind|Half of all places booked online by October",
        "The university stops the contract|Sign-on cannot be had before September",
    ),
    _Charter(
        "Hallam Trust lives on gifts and runs three campaigns a year with two people. We make the campaigns; they "
        "keep talking to givers.",
        "3 campaigns out on their day in 2026|Gifts by the web up by 20 % on 2025|85 % of requests done in 9 days",
        "Three campaigns|Website changes up to 40 hours a month|Monthly figures",
        "Printing|The donor database",
        "Spring campaign|Summer campaign|Winter campaign|Monthly report",
        "2026-03-02 Spring campaign|2026-06-01 Summer campaign|2026-11-02 Winter campaign",
        4_000,
        "One contact at the Trust decides|Retainer of GBP 9,000 a month",
        "Fundraising code of practice|No work in August",
        "The contact changes|Requests exceed the hours|A campaign misses its day",
        "Hallam Trust|Givers|Account manager",
        "The Trust renews for 2027|Satisfaction of at least 8 of 10",
        "The Trust ends the retainer",
    ),
    _Charter(
        "One invoice in twenty goes out with an error; each costs an hour to put right and a customer's patience.",
        "Errors from 5.2 % to at most 1.5 % by 30 Oct 2026|Lead time of an invoice at most 3 days|Saves GBP 96,000 a "
        "year",
        "Orders to invoices of Deskwise and Sense|Measuring, causes, cures, control",
        "Dunning|A new accounting system",
        "Measurement plan|Verified causes|Piloted cures|Control plan with its owner",
        "2026-04-30 Measured|2026-07-17 Causes verified|2026-10-30 Control in the line's hands",
        4_000,
        "Finance books the benefit|The line gives four people a day a week",
        "No change of prices|No new software",
        "The measure itself is not sound|The line goes back to old ways",
        "Finance|Order desk|Customers with many sites",
        "At most 1.5 % for three months in a row|Finance has booked the benefit",
        "Measurement shows that errors lie below 2 % already",
    ),
    _Charter(
        "The old payroll ends its life in March 2026 and cannot report to the tax office any more.",
        "Everybody paid from the new payroll by 31 Mar 2026|3 parallel runs agree to the penny|Run takes 1 day, not 3",
        "Payroll, payslips, reports to the tax office|Interface to the ledger",
        "Time recording|Expenses",
        "Configured payroll|3 parallel runs|Interface|Trained staff",
        "2025-09-30 Configured|2025-12-31 First parallel run|2026-03-31 Live",
        18_000,
        "The supplier keeps its consultant|Year-end falls outside the cut-over",
        "Tax year ends on 5 April|Personal data in the United Kingdom only",
        "Only one person knows the interface|A parallel run differs and nobody knows why",
        "Everybody who is paid|Finance|Tax office|Supplier",
        "Three pay runs without a correction",
        "The supplier cannot report to the tax office by December",
    ),
    _Charter(
        "Customers in Norway ask for Deskwise, and we sell through nobody there.",
        "", "Study of three options|Talks with two possible partners", "", "Study with a recommendation",
        "2026-07-15 Gate G1|2026-07-31 Board decides", 0, "", "The study costs at most GBP 18,000", "",
        "Board|Two possible partners in Oslo", "", "",
    ),
)  # fmt: skip

PROBLEM = (
    "Eleven customers in Norway asked for Deskwise in the last year and bought from somebody else: nobody sells or "
    "supports it there in Norwegian."
)
BECAUSE = (
    "A partner brings customers and language from the first day for GBP 100,000. It is worth GBP 15,309 at 8 % and "
    "can be ended with a year's notice. An office of our own costs three times as much and is worth less in this time."
)


def _years(text: str) -> list[int]:
    return [int(each) * 1000 * PENCE for each in text.split()]


OPTIONS: list[dict[str, Any]] = [
    {
        "name": "Do nothing",
        "about": "Customers go on asking; two of them a year buy from abroad.",
        "costs": [0, 0, 0, 0],
        "benefits": [0, 0, 0, 0],
        "is_nothing": True,
    },
    {
        "name": "Partner in Oslo",
        "about": "A reseller sells and supports; we translate, certify and train.",
        "costs": _years("100 12 10 8"),
        "benefits": _years("0 52 55 58"),
    },
    {
        "name": "Own office",
        "about": "Three people in Oslo from the first year.",
        "costs": _years("320 190 195 200"),
        "benefits": _years("0 240 330 410"),
    },
]
TESTS: dict[str, dict[str, Any]] = {
    "technical": {
        "score": 4, "weight": 15, "remedy": "",
        "evidence": "Translation trial of 40 screens took six days; hosting in Oslo is offered.",
    },
    "economic": {
        "score": 3, "weight": 30, "remedy": "",
        "evidence": "NPV 15,309 at 8 %; it is lost where benefits stay 11 % behind.",
    },
    "legal": {
        "score": 4, "weight": 15, "remedy": "",
        "evidence": "Counsel's note of 2 June: no licence is needed, a processor contract is.",
    },
    "operational": {
        "score": 1, "weight": 25,
        "evidence": "Nobody in support speaks Norwegian, and the queue is full until October.",
        "remedy": "The partner answers first calls in Norwegian from day one; two of support train for the second.",
    },
    "schedule": {
        "score": 3, "weight": 15, "remedy": "",
        "evidence": "Sixteen weeks to the first customer, by the partner's plan.",
    },
}  # fmt: skip
STUDY: dict[str, Any] = {
    "problem": PROBLEM,
    "rate_percent": "8",
    "options": OPTIONS,
    "tests": TESTS,
    "uncertainties": [
        "How many of the eleven would still buy: between four and nine",
        "The crown against the pound",
        "Whether the partner keeps two people on it",
    ],
    "recommended": "Partner in Oslo",
    "because": BECAUSE,
}


def load_charter(firm: Firm, project: Project, each: Undertaking) -> None:
    """Let the manager write the charter and the sponsor sign it; the study's is unfinished, and its study waits."""
    place = UNDERTAKINGS.index(each)
    charter = begin_charter(project, actor=firm.actor(each.manager))
    stated = CHARTERS[place].stated(each.budget)
    charter = change_charter(charter, version=charter.version, actor=firm.actor(each.manager), **stated)
    if place == len(UNDERTAKINGS) - 1:
        load_study(firm, project, each)
        return
    charter = submit_charter(charter, version=charter.version, actor=firm.actor(each.manager))
    signed_on = each.starts_on - dt.timedelta(days=10)
    answer_charter(charter, sign=True, version=charter.version, actor=firm.actor(each.sponsor), on=signed_on)


def load_study(firm: Firm, project: Project, each: Undertaking) -> None:
    """Let the manager of the study hand it in; it waits for its decider."""
    study = begin_study(project, actor=firm.actor(each.manager))
    study = change_study(study, version=study.version, actor=firm.actor(each.manager), **STUDY)
    submit_study(study, version=study.version, actor=firm.actor(each.manager))
