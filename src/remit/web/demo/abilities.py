"""Positions, skills, certificates and leave of the demo: two skills hang on one person, one is away for long."""

import datetime as dt

from remit.accounts.permissions import Actor, system_actor
from remit.people.leads import ladder_of
from remit.people.models import Position, Skill, Unit
from remit.people.operations.absences import decide_leave, request_leave
from remit.people.operations.certificates import add_certificate
from remit.people.operations.holidays import add_holidays
from remit.people.operations.positions import add_position
from remit.people.operations.skills import Assessment, add_skill, assess_skills
from remit.web.demo.firm import FOUNDED, Firm
from remit.web.demo.holidays import BANK_HOLIDAYS
from remit.web.demo.staff import STAFF

# area, skill, who can do it and how well; sensor firmware and the payroll interface hang on one person each
SKILLS: tuple[tuple[str, str, dict[str, int]], ...] = (
    (
        "Engineering",
        "Python services",
        {
            "Amina Yusuf": 5,
            "Piotr Banas": 4,
            "Samuel Okafor": 3,
            "Owen Pritchard": 4,
            "Nkechi Eze": 3,
            "Tomás Herrera": 3,
            "Declan Byrne": 3,
        },
    ),
    (
        "Engineering",
        "Web interfaces",
        {
            "Owen Pritchard": 5,
            "Nkechi Eze": 4,
            "Tomás Herrera": 4,
            "Samuel Okafor": 3,
            "Bea Lockwood": 2,
            "Amina Yusuf": 3,
        },
    ),
    ("Engineering", "Databases", {"Piotr Banas": 5, "Amina Yusuf": 4, "Owen Pritchard": 3, "Grace Chen": 2}),
    (
        "Engineering",
        "Cloud operations",
        {"Declan Byrne": 4, "Piotr Banas": 3, "Dylan Rees": 3, "Anjali Desai": 2, "Samuel Okafor": 2},
    ),
    ("Engineering", "Sensor firmware", {"Zanele Dube": 5, "Mei Ling Tan": 2, "Rafael Monteiro": 1}),
    ("Engineering", "Hardware design", {"Rafael Monteiro": 5, "Zanele Dube": 3, "Victor Lindqvist": 3}),
    ("Engineering", "Radio protocols", {"Zanele Dube": 4, "Mei Ling Tan": 4, "Victor Lindqvist": 2}),
    (
        "Engineering",
        "Test automation",
        {"Hannah Whitfield": 5, "Jack Ellery": 4, "Callum Baird": 4, "Piotr Banas": 2, "Nkechi Eze": 2},
    ),
    ("Engineering", "Payroll interface", {"Grace Chen": 4, "Sunita Rao": 2}),
    (
        "Analysis",
        "Systems analysis",
        {"Grace Chen": 5, "Sunita Rao": 4, "Yuki Tanaka": 2, "George Papadakis": 2},
    ),
    (
        "Analysis",
        "Market research",
        {"Yuki Tanaka": 5, "Ingrid Solheim": 4, "Farah Siddiqui": 3, "Caleb Osei": 3, "Mateusz Zielinski": 2},
    ),
    ("Analysis", "Statistics", {"Ellen Sorensen": 4, "Yuki Tanaka": 4, "Seun Bakare": 3}),
    (
        "Management",
        "Product strategy",
        {
            "Ingrid Solheim": 5,
            "Caleb Osei": 4,
            "Farah Siddiqui": 4,
            "Mateusz Zielinski": 3,
            "Ruth Adeyemi": 4,
        },
    ),
    (
        "Management",
        "Project planning",
        {
            "Nadia Rahman": 5,
            "Ben Hartley": 4,
            "Sofia Marchetti": 4,
            "Kwame Boateng": 3,
            "Catherine Holroyd": 5,
            "Arjun Mehta": 4,
            "Seun Bakare": 4,
        },
    ),
    (
        "Management",
        "Programme management",
        {"Catherine Holroyd": 4, "Arjun Mehta": 4, "Seun Bakare": 4, "Meera Nair": 3},
    ),
    (
        "Management",
        "Scrum",
        {
            "Sunita Rao": 5,
            "Mei Ling Tan": 4,
            "Declan Byrne": 4,
            "Leila Haddad": 4,
            "Victor Lindqvist": 3,
            "Amina Yusuf": 3,
        },
    ),
    ("Management", "Finance", {"Tom Fielding": 5, "Seun Bakare": 3, "Meera Nair": 3, "Ruth Adeyemi": 3}),
    (
        "Management",
        "Negotiation",
        {
            "Ruth Adeyemi": 5,
            "Louise Tremblay": 5,
            "Imran Qureshi": 4,
            "Tom Fielding": 4,
            "Catherine Holroyd": 3,
        },
    ),
    ("Design", "Interaction design", {"Hiroshi Sato": 5, "Bea Lockwood": 4, "Caleb Osei": 2}),
    ("Design", "Writing", {"Orla Kennedy": 5, "Louise Tremblay": 3, "Bea Lockwood": 3, "Yuki Tanaka": 3}),
    (
        "Operations",
        "Customer support",
        {"Dylan Rees": 4, "Anjali Desai": 4, "Patience Moyo": 4, "Callum Baird": 2},
    ),
    ("Operations", "Stock and supply", {"Marek Novotny": 5, "Patience Moyo": 3, "George Papadakis": 2}),
    ("Operations", "Lean and Six Sigma", {"Ellen Sorensen": 4, "George Papadakis": 3, "Patience Moyo": 2}),
    (
        "Operations",
        "Recruiting",
        {
            "Simone Baptiste": 5,
            "Declan Byrne": 3,
            "Leila Haddad": 3,
            "Victor Lindqvist": 3,
            "Adam Greaves": 1,
        },
    ),
)

# who, what, by whom, issued, expires
CERTIFICATES = (
    ("Nadia Rahman", "Project management professional", "PMI", "2023-08-14", "2026-08-14"),
    (
        "Catherine Holroyd",
        "Managing successful programmes, practitioner",
        "PeopleCert",
        "2024-03-04",
        "2027-03-04",
    ),
    ("Ben Hartley", "PRINCE2 practitioner", "PeopleCert", "2023-07-17", "2026-07-17"),
    ("Sofia Marchetti", "PRINCE2 practitioner", "PeopleCert", "2024-11-11", "2027-11-11"),
    ("Kwame Boateng", "PRINCE2 foundation", "PeopleCert", "2025-02-03", ""),
    ("Sunita Rao", "Certified Scrum master", "Scrum Alliance", "2025-05-12", "2027-05-12"),
    ("Mei Ling Tan", "Certified Scrum master", "Scrum Alliance", "2024-05-20", "2026-05-20"),
    ("Ellen Sorensen", "Green Belt", "IASSC", "2024-09-02", "2027-09-02"),
    ("Declan Byrne", "First aid at work", "St John Ambulance", "2023-10-09", "2026-10-09"),
    ("Marek Novotny", "Forklift licence", "RTITB", "2021-07-06", "2026-07-06"),
)
SKILLS_SAID = dt.date(2026, 3, 2)
VACANT = ("Senior firmware engineer, Signal", "Engineering", "Victor Lindqvist")


def load_positions(firm: Firm) -> None:
    """Give everybody of the staff the position that they fill, and let one stand vacant."""
    units = {unit.name: unit for unit in Unit.objects.filter(organisation=firm.organisation)}
    places: dict[str, Position] = {}
    waiting = list(STAFF)
    while waiting:
        member = waiting.pop(0)
        if member.manager and member.manager not in places:
            waiting.append(member)
            continue
        places[member.name] = add_position(
            firm.organisation,
            title=member.title,
            unit=units[member.unit],
            holder=firm.people[member.name],
            reports_to=places.get(member.manager),
            from_date=firm.people[member.name].joined_on or FOUNDED,
            actor=firm.system,
        )
    title, unit, above = VACANT
    add_position(
        firm.organisation,
        title=title,
        unit=units[unit],
        reports_to=places[above],
        from_date=dt.date(2026, 3, 9),
        actor=firm.system,
    )


def load_abilities(firm: Firm) -> None:
    """List the skills, let whoever stands above say who can do what, and note the certificates."""
    said: dict[str, list[tuple[Skill, int]]] = {}
    for area, name, people in SKILLS:
        skill = add_skill(firm.organisation, name=name, area=area, actor=firm.system)
        for who, level in people.items():
            said.setdefault(who, []).append((skill, level))
    managers = {member.name: member.manager for member in STAFF}
    for who, levels in said.items():
        lead = firm.people.get(managers[who])
        by = firm.actor(lead.name) if lead is not None and lead.user is not None else firm.system
        assessments = [Assessment(skill, level) for skill, level in levels]
        assess_skills(firm.people[who], assessments, actor=by, on=SKILLS_SAID)
    for who, name, issuer, issued, expires in CERTIFICATES:
        add_certificate(
            firm.people[who],
            name=name,
            issuer=issuer,
            issued_on=dt.date.fromisoformat(issued),
            expires_on=dt.date.fromisoformat(expires) if expires else None,
            actor=firm.system,
        )


# who, why, from, to, from midday, until midday, agreed; three are long, two wait to be decided
ABSENCES = (
    ("Rafael Monteiro", "parental", "2026-06-08", "2026-09-11", False, False, True),
    ("Amina Yusuf", "holiday", "2026-07-20", "2026-07-31", False, False, True),
    ("Nadia Rahman", "holiday", "2026-08-17", "2026-08-28", False, False, True),
    ("Catherine Holroyd", "training", "2026-07-02", "2026-07-03", False, True, True),
    ("Samuel Okafor", "holiday", "2026-07-06", "2026-07-10", False, False, True),
    ("Bea Lockwood", "sick", "2026-06-26", "2026-07-17", False, False, True),
    ("Dylan Rees", "holiday", "2026-07-13", "2026-07-17", True, False, True),
    ("Orla Kennedy", "unpaid", "2026-07-27", "2026-08-07", False, False, True),
    ("Jack Ellery", "holiday", "2026-07-09", "2026-07-14", False, False, True),
    ("Mei Ling Tan", "holiday", "2026-08-03", "2026-08-14", False, False, False),
    ("Ben Hartley", "holiday", "2026-07-23", "2026-07-24", True, False, False),
    ("Ingrid Solheim", "sick", "2026-06-22", "2026-07-10", False, False, True),
    ("Meera Nair", "holiday", "2026-08-10", "2026-08-21", False, False, True),
)


def load_holidays(firm: Firm) -> None:
    """State the bank holidays of England, which the plans of the demo know as well."""
    add_holidays(firm.organisation, BANK_HOLIDAYS, actor=system_actor())


def load_absences(firm: Firm) -> None:
    """Let people ask for leave, and whoever stands above agree to most of it."""
    for who, kind, first, last, from_midday, until_midday, agreed in ABSENCES:
        person = firm.people[who]
        asks = Actor(
            key=person.key, name=person.name, person_id=person.pk, organisation_id=firm.organisation.pk
        )
        asked = request_leave(
            person,
            kind=kind,
            from_date=dt.date.fromisoformat(first),
            to_date=dt.date.fromisoformat(last),
            from_midday=from_midday,
            until_midday=until_midday,
            actor=asks,
        )
        if agreed:
            lead = ladder_of(firm.organisation).nearest(person.pk)
            by = firm.actor(lead.name) if lead is not None and lead.user is not None else firm.system
            decide_leave(asked, is_approved=True, version=asked.version, actor=by)
