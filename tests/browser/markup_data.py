"""Fills an installation with texts in every field that a person can fill; reads them from standard input as JSON.

Run in a process of its own, with the settings of the installation: it prints where the texts can be seen.
"""

import datetime as dt
import io
import json
import sys
from xml.sax.saxutils import escape

import django

django.setup()

# models are there only once Django is set up
from remit.accounts.models import User  # noqa: E402 - as above
from remit.accounts.operations.feeds import create_feed, revoke_feed  # noqa: E402 - as above
from remit.accounts.operations.profile import change_profile  # noqa: E402 - as above
from remit.accounts.operations.tokens import create_token, revoke_token  # noqa: E402 - as above
from remit.accounts.permissions import system_actor  # noqa: E402 - as above
from remit.interchange.operations.imports import import_plan  # noqa: E402 - as above
from remit.people.actors import actor_for  # noqa: E402 - as above
from remit.people.models import Organisation, Person, Role  # noqa: E402 - as above
from remit.people.operations.assignments import assign_role  # noqa: E402 - as above
from remit.people.operations.glossary import Meaning, add_term  # noqa: E402 - as above
from remit.people.operations.organisation import create_programme, create_unit, root_scope  # noqa: E402 - as above
from remit.people.operations.people import add_person  # noqa: E402 - as above
from remit.planning.operations.baselines import set_baseline  # noqa: E402 - as above
from remit.planning.operations.edits import edit_plan  # noqa: E402 - as above
from remit.planning.operations.plans import create_plan  # noqa: E402 - as above
from remit.planning.operations.resources import add_resource  # noqa: E402 - as above
from remit.projects.operations.phases import change_phase  # noqa: E402 - as above
from remit.projects.operations.projects import create_project  # noqa: E402 - as above

MONDAY = dt.date(2026, 6, 1)
SYSTEM = system_actor()
A_PLAN = 40
XML = """<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><Name>{0}</Name>
<StartDate>2026-06-01T08:00:00</StartDate><Tasks><Task><UID>1</UID><ID>1</ID><Name>{0}</Name><Notes>{0}</Notes>
<OutlineLevel>1</OutlineLevel><OutlineNumber>1</OutlineNumber><Start>2026-06-01T08:00:00</Start>
<Finish>2026-06-01T17:00:00</Finish><Duration>PT8H0M0S</Duration></Task></Tasks></Project>"""


def fill(texts: list[str]) -> dict[str, list[str]]:
    """Put each text into every field; return the keys of what holds them."""
    organisation = Organisation.objects.get()
    root = root_scope(organisation)
    member = Role.objects.get(code="team-member")
    projects, people, activities, reports = [], [], [], []
    for number, text in enumerate(texts):
        create_unit(organisation, name=text[:120], actor=SYSTEM)
        meaning = Meaning(text[:2000], text[:200])
        add_term(organisation, name=f"Word {number}", definitions=[meaning], actor=SYSTEM)
        programme = create_programme(organisation, name=text[:200], actor=SYSTEM)
        project = create_project(
            programme, name=text[:200], starts_on=MONDAY, unique_result=text, actor=SYSTEM
        )
        change_phase(project, "on-hold", version=1, actor=SYSTEM, reason=text)
        projects.append(project.key)
        person = add_person(
            organisation, name=text[:200], email=f"p{number}@acme.example", title=text[:120], actor=SYSTEM
        )
        people.append(person.key)
        assign_role(person, member, project.scope, actor=SYSTEM, from_date=MONDAY)
    for start in range(0, len(texts), A_PLAN):
        chunk = texts[start : start + A_PLAN]
        project = create_project(root, name=chunk[0][:200], starts_on=MONDAY, actor=SYSTEM)
        create_plan(project, actor=SYSTEM)
        for number, text in enumerate(chunk, 1):
            edit_plan(project, [{"op": "add", "name": text}], actor=SYSTEM)
            change = {"op": "change", "key": f"T-{number}", "version": 1, "fields": {"notes": text}}
            edit_plan(project, [change], actor=SYSTEM)
            add_resource(project, name=text, group=text[:80], actor=SYSTEM)
            free = [[20700 + number, 20700 + number, [], text[:80]]]
            edit_plan(project, [{"op": "add_calendar", "name": text[:120], "exceptions": free}], actor=SYSTEM)
            activities.append(f"{project.key}/T-{number}")
        for text in chunk[:3]:
            set_baseline(project, text[:80], actor=SYSTEM)
    for text in texts[:: max(1, len(texts) // 20)]:
        content = XML.format(escape(text.replace("\x00", ""))).encode()
        report = import_plan(io.BytesIO(content), text[:100] + ".xml", actor=SYSTEM, parent=root)
        reports.append(f"{report.project_key}/{report.number}")
    return {"projects": projects, "people": people, "activities": activities, "reports": reports}


def own_account(texts: list[str]) -> None:
    """Put the texts into what the administrator can fill about himself."""
    user = User.objects.get(person__isnull=False)
    actor = actor_for(user)
    for text in texts:
        token, _raw = create_token(user, name=text[:80], may_write=False, days=1, actor=actor)
        revoke_token(token, actor=actor, reason=text)
        feed, _secret = create_feed(user, name=text[:80], parts=["leave"], actor=actor)
        revoke_feed(feed, actor=actor, reason=text)
    change_profile(user, name=texts[0][:200], language="", theme="system", version=1, actor=actor)
    person = Person.objects.get(user=user)
    person.name = texts[0][:200]
    person.save()


if __name__ == "__main__":
    given = json.load(sys.stdin)
    found = fill(given)
    own_account(given)
    sys.stdout.write(json.dumps(found))
