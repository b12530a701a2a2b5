"""The two programmes and eight projects of the demo, and who answers for what in them."""

import datetime as dt
from dataclasses import dataclass

from remit.projects.models import Phase, ProjectKind

ONE_WORKPLACE, GROW_CLIENTS = "One Workplace", "Grow Clients"

# who stands in for whom, wherever that person holds a role with a limit
DEPUTIES = {
    "Nadia Rahman": "Amina Yusuf",
    "Sofia Marchetti": "Ben Hartley",
    "Catherine Holroyd": "Arjun Mehta",
    "Meera Nair": "Ruth Adeyemi",
}
# what holders of a role decide alone: money in whole units of the currency, working days of delay
LIMITS = {
    "project-manager": (25_000, 5),
    "sponsor": (100_000, 15),
    "programme-manager": (150_000, 20),
    "programme-sponsor": (500_000, 60),
    "portfolio-manager": (1_000_000, 120),
}

# name, programme manager, senior responsible owner
PROGRAMMES = (
    (ONE_WORKPLACE, "Catherine Holroyd", "Meera Nair"),
    (GROW_CLIENTS, "Arjun Mehta", "Tom Fielding"),
)


@dataclass(frozen=True, slots=True)
class Undertaking:
    """One project of the demo, as it is when its life begins in Remit."""

    name: str
    kind: str
    starts_on: dt.date
    promised_on: dt.date
    budget: int
    result: str
    manager: str
    sponsor: str
    leader: str
    team: tuple[str, ...]
    programme: str = ""
    first_phase: str = Phase.CHARTERED
    others: tuple[tuple[str, str], ...] = ()


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


UNDERTAKINGS = (
    Undertaking(
        "Deskwise cloud rollout to 14 customer sites",
        ProjectKind.HYBRID,
        _day("2025-10-06"),
        _day("2026-12-18"),
        640_000,
        "All 14 customers of the on-site edition book in the cloud, and the old servers are off.",
        "Nadia Rahman",
        "Meera Nair",
        "Amina Yusuf",
        (
            "Piotr Banas",
            "Grace Chen",
            "Samuel Okafor",
            "Hannah Whitfield",
            "Dylan Rees",
            "Anjali Desai",
            "Declan Byrne",
        ),
        ONE_WORKPLACE,
        others=(("project-assurance", "Seun Bakare"), ("acceptor", "Caleb Osei")),
    ),
    Undertaking(
        "Sense 2.0 firmware and panel",
        ProjectKind.AGILE,
        _day("2026-01-12"),
        _day("2026-11-27"),
        410_000,
        "Sensors count a room's people to within one, for two years on a battery; a door panel shows it.",
        "Ben Hartley",
        "Ingrid Solheim",
        "Zanele Dube",
        (
            "Victor Lindqvist",
            "Rafael Monteiro",
            "Mei Ling Tan",
            "Callum Baird",
            "Farah Siddiqui",
            "Marek Novotny",
        ),
        ONE_WORKPLACE,
    ),
    Undertaking(
        "Leeds head-office fit-out, floor 3",
        ProjectKind.CONSTRUCTION,
        _day("2026-02-02"),
        _day("2026-09-25"),
        980_000,
        "Floor 3 with 84 desks, 9 meeting rooms and a sensor laboratory is approved and in use.",
        "Sofia Marchetti",
        "Tom Fielding",
        "Patience Moyo",
        ("Ines Carvalho", "Rafael Monteiro", "Marek Novotny", "Simone Baptiste", "Dylan Rees"),
        ONE_WORKPLACE,
        others=(("construction-manager", "Gary Thackray"), ("project-assurance", "Ellen Sorensen")),
    ),
    Undertaking(
        "Brightmoor University website and booking",
        ProjectKind.CLIENT,
        _day("2026-03-02"),
        _day("2026-08-14"),
        185_000,
        "Students and staff of Brightmoor find and book study places on one website by the autumn term.",
        "Kwame Boateng",
        "Louise Tremblay",
        "Owen Pritchard",
        (
            "Nkechi Eze",
            "Tomás Herrera",
            "Sunita Rao",
            "Jack Ellery",
            "Bea Lockwood",
            "Orla Kennedy",
            "Leila Haddad",
        ),
        GROW_CLIENTS,
        others=(("acceptor", "Helen Ashworth"),),
    ),
    Undertaking(
        "Hallam Trust campaign retainer",
        ProjectKind.CLIENT,
        _day("2025-12-01"),
        _day("2026-11-27"),
        108_000,
        "Hallam Trust's three campaigns of the year are out on time, and giving by the web grows by a fifth.",
        "Imran Qureshi",
        "Tom Fielding",
        "Bea Lockwood",
        ("Hiroshi Sato", "Orla Kennedy"),
        GROW_CLIENTS,
    ),
    Undertaking(
        "Order-to-cash errors",
        ProjectKind.DMAIC,
        _day("2026-03-02"),
        _day("2026-10-30"),
        48_000,
        "At most 1.5 % of invoices go out with an error, against 5.2 % before, and stay so for three months.",
        "Ellen Sorensen",
        "Tom Fielding",
        "George Papadakis",
        ("Anjali Desai", "Marek Novotny", "Yuki Tanaka", "Samuel Okafor"),
    ),
    Undertaking(
        "Payroll replacement",
        ProjectKind.PREDICTIVE,
        _day("2025-04-07"),
        _day("2026-03-31"),
        220_000,
        "Everybody is paid from the new payroll, and three months of parallel runs agreed to the penny.",
        "Kwame Boateng",
        "Tom Fielding",
        "Grace Chen",
        ("Simone Baptiste", "Adam Greaves", "Piotr Banas", "Hannah Whitfield"),
    ),
    Undertaking(
        "Norway expansion study",
        ProjectKind.PREDICTIVE,
        _day("2026-05-18"),
        _day("2026-07-31"),
        18_000,
        "The board can decide between doing nothing, a partner in Oslo and an office of our own.",
        "Ben Hartley",
        "Ruth Adeyemi",
        "Yuki Tanaka",
        ("Caleb Osei", "Louise Tremblay", "Simone Baptiste", "Ingrid Solheim"),
        first_phase=Phase.IDEA,
    ),
)
