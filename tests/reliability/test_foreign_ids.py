"""Goal B: an id of another project or another organisation in a body, a form or below one's own address: 0 accepted."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.test import Client

from remit.conftest import World
from remit.interchange.tests.plans import plan_xml, task
from remit.projects.models import Project
from remit.web.api import api
from tests.reliability.foreign import Place, foreign_place, other_place, own_place, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

P = "/api/v1/projects/P-1"
DRAFT = "/api/v1/scopes/P-1/matrix/draft"
PAGE = "/projects/P-1"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that succeeds with our own ids; `names` maps each field that holds an id to what it names."""

    who: str
    method: str
    path: str
    body: dict[str, Any]
    names: dict[str, str]
    how: str = "json"
    file: bool = False


RISK = {"category": "people", "cause": "One knows it", "event": "She leaves", "effect": "We wait"}
CHANGE = {"title": "A door", "description": "North", "reason": "Fire", "cause": "regulation", "kind": "scope"}
OUTCOME = {
    "statement": "Nobody waits", "measure": "Wait", "unit": "min", "baseline_value": "42", "baseline_on": "2026-01-05",
    "target_value": "2", "target_on": "2027-01-05", "method": "Counted",
}  # fmt: skip


WANTED = {"minutes_per_week": 60, "from_date": "2098-06-02", "to_date": "2098-06-27", "what_for": "Digging"}


def api_asks(own: Place) -> list[Ask]:
    """Return one request for every operation of the API that takes a body, and for every kind of edit."""
    keys = own.keys
    assignment = {
        "person": keys["person"],
        "role": "project-leader",
        "scope": "P-1",
        "from_date": "2026-06-01",
    }
    person = {"name": "Zoe", "email": "zoe@acme.example"}
    clerk = {"name": "Clerk", "family": "Site", "purpose": "Papers.", "scope_kind": "site"}
    own_growth = f"/api/v1/people/{keys['petra']}"
    activity = {"name": "Roof", "parent": keys["activity"]}
    link = {"predecessor": keys["second"], "successor": keys["third"]}
    wanted = f"{P}/resource-requests"
    return [
        Ask("Petra", "POST", f"{P}/products", {"product": keys["product"]}, {"product": "product"}),
        Ask("Adam", "POST", "/api/v1/people", person | {"unit": keys["unit"]}, {"unit": "unit"}),
        Ask(
            "Adam",
            "POST",
            "/api/v1/pool",
            {"name": "Rig", "kind": "place", "unit": keys["unit"], "pieces": 1, "minutes_per_week": 60},
            {"unit": "unit"},
        ),
        Ask(
            "Adam",
            "PATCH",
            f"/api/v1/pool/{keys['pool_entry']}",
            {"version": 1, "unit": keys["unit"]},
            {"unit": "unit"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/resources",
            {"name": "Crane", "pool_key": keys["pool_entry"]},
            {"pool_key": "pool_entry"},
        ),
        Ask("Petra", "POST", wanted, WANTED | {"pool_key": keys["pool_entry"]}, {"pool_key": "pool_entry"}),
        Ask("Petra", "POST", wanted, WANTED | {"person": keys["manager"]}, {"person": "person"}),
        Ask(
            "Petra",
            "POST",
            wanted,
            WANTED | {"skill": keys["skill"], "unit": keys["owning"], "activity": keys["activity"]},
            {"skill": "skill", "unit": "unit", "activity": "activity"},
        ),
        Ask(
            "Mona",
            "POST",
            f"/api/v1/resource-requests/{keys['skilled']}/approve",
            {"version": 1, "chosen": [keys["manager"]]},
            {"chosen.0": "person"},
        ),
        Ask(
            "Gina",
            "POST",
            "/api/v1/imports",
            {"parent": keys["parent"], "name": "Shed"},
            {"parent": "parent"},
            "form keys",
            file=True,
        ),
        Ask(
            "Adam",
            "POST",
            "/api/v1/people",
            person | {"line_manager": keys["person"]},
            {"line_manager": "person"},
        ),
        Ask(
            "Adam",
            "PATCH",
            f"/api/v1/people/{keys['person']}",
            {"version": 1, "unit": keys["unit"]},
            {"unit": "unit"},
        ),
        Ask(
            "Adam",
            "PATCH",
            f"/api/v1/people/{keys['person']}",
            {"version": 1, "line_manager": "U-1"},
            {"line_manager": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            "/api/v1/assignments",
            assignment,
            {"person": "person", "role": "role", "scope": "scope"},
        ),
        Ask(
            "Petra",
            "POST",
            "/api/v1/assignments",
            assignment | {"person": "U-1", "deputy": keys["person"]},
            {"deputy": "person"},
        ),
        Ask(
            "Petra",
            "PATCH",
            f"/api/v1/assignments/{keys['assignment']}",
            {"version": 1, "deputy": keys["person"]},
            {"deputy": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"/api/v1/assignments/{keys['assignment']}/successor",
            {"version": 1, "person": keys["person"], "last_day": "2098-01-01"},
            {"person": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/gates/1/decide",
            {
                "version": 1,
                "answer": "conditional",
                "conditions": [{"text": "More", "owner": keys["person"], "due_on": "2098-01-01"}],
            },
            {"conditions.0.owner": "person"},
        ),
        Ask("Petra", "POST", "/api/v1/decisions", {"scope": "P-1", "title": "Pump"}, {"scope": "scope"}),
        Ask(
            "Gina",
            "POST",
            "/api/v1/projects",
            {"name": "Canal", "starts_on": "2026-06-01", "parent": keys["parent"]},
            {"parent": "parent"},
        ),
        Ask(
            "Petra",
            "POST",
            "/api/v1/commitments",
            {"what": "Draft", "scope": "P-1", "to_person": keys["person"], "due_on": "2098-01-01"},
            {"scope": "scope", "to_person": "person"},
        ),
        Ask(
            "Adam",
            "PUT",
            "/api/v1/roles/sponsor/skills",
            {"skills": [{"skill": keys["skill"], "level": 2}]},
            {},
        ),
        Ask(
            "Petra",
            "POST",
            f"{own_growth}/reviews",
            {"expectations": keys["expectations"]},
            {"expectations": "expectations"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{own_growth}/growth-actions",
            {"what": "Read", "due_on": "2098-01-01", "skill": keys["skill"]},
            {"skill": "skill"},
        ),
        Ask(
            "Petra",
            "POST",
            "/api/v1/training",
            {"subject": "Safety", "scope": "P-1", "role": keys["role"]},
            {"scope": "scope", "role": "role"},
        ),
        Ask(
            "Petra",
            "POST",
            f"/api/v1/training/{keys['training']}/trained",
            {"person": keys["petra"]},
            {"person": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/deliverables",
            {"name": "Guide", "producer": keys["person"], "acceptor": keys["accepting"]},
            {"producer": "person", "acceptor": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/stakeholders",
            {"name": "Mayor", "person": keys["person"], "owner": keys["person"]},
            {"person": "person", "owner": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/actions",
            {"text": "Call", "due_on": "2026-06-30", "owner": keys["person"]},
            {"owner": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/cost-accounts",
            {"code": "9", "name": "Masons", "owner": keys["petra"]},
            {"owner": "person"},
        ),
        Ask(
            "Petra",
            "PATCH",
            f"{P}/cost-accounts/{keys['account']}",
            {"version": 2, "owner": keys["petra"]},
            {"owner": "person"},
        ),
        Ask("Petra", "POST", f"{P}/risks", RISK | {"owner": keys["petra"]}, {"owner": "person"}),
        Ask(
            "Petra",
            "PATCH",
            f"{P}/risks/{keys['risk']}",
            {"version": 1, "owner": keys["petra"]},
            {"owner": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/risks/{keys['draft_risk']}/open",
            {"version": 1, "owner": keys["petra"]},
            {"owner": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/risks/{keys['risk']}/actions",
            {"version": 1, "text": "Call", "owner": keys["petra"], "due_on": "2098-06-30"},
            {"owner": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/issues",
            {"title": "Dark", "severity": "2-high", "due_on": "2098-06-30", "owner": keys["petra"]},
            {"owner": "person"},
        ),
        Ask(
            "Petra",
            "PATCH",
            f"{P}/issues/{keys['issue']}",
            {"version": 1, "owner": keys["petra"]},
            {"owner": "person"},
        ),
        Ask("Petra", "POST", f"{P}/changes", CHANGE | {"owner": keys["petra"]}, {"owner": "person"}),
        Ask(
            "Petra",
            "PATCH",
            f"{P}/changes/{keys['change']}",
            {"version": 1, "owner": keys["petra"]},
            {"owner": "person"},
        ),
        Ask("Petra", "POST", f"{P}/benefits", OUTCOME | {"owner": keys["petra"]}, {"owner": "person"}),
        Ask(
            "Petra",
            "PATCH",
            f"/api/v1/benefits/{keys['benefit']}",
            {"version": 1, "owner": keys["petra"]},
            {"owner": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"/api/v1/benefits/{keys['benefit']}/owner",
            {"version": 1, "owner": keys["accepting"], "reason": "Goes"},
            {"owner": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"/api/v1/benefits/{keys['benefit']}/reviews",
            {"days": ["2028-01-05"], "reviewer": keys["petra"]},
            {"reviewer": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/meetings",
            {
                "title": "Weekly",
                "kind": "review",
                "day": "2026-06-30",
                "begins": "10:00",
                "length_minutes": 60,
                "chair": keys["petra"],
                "minute_taker": keys["petra"],
                "invited": [keys["petra"]],
                "agenda": [{"title": "Budget", "leader": keys["petra"]}],
            },
            {"chair": "person", "minute_taker": "person", "invited.0": "person", "agenda.0.leader": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/documents",
            {"title": "Notes", "owner": keys["petra"], "readers": [keys["petra"]]},
            {"owner": "person", "readers.0": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/documents/{keys['document']}/versions/1/review",
            {"version": 1, "approver": keys["accepting"], "reviewers": [keys["accepting"]]},
            {"approver": "person", "reviewers.0": "person"},
        ),
        Ask("Petra", "POST", f"{P}/activities", activity, {"parent": "activity"}),
        Ask(
            "Petra",
            "POST",
            f"{P}/activities",
            {"name": "Roof", "after": keys["activity"]},
            {"after": "activity"},
        ),
        Ask(
            "Petra",
            "PATCH",
            f"{P}/activities/{keys['third']}",
            {"version": 1, "accountable_key": keys["person"]},
            {"accountable_key": "person"},
        ),
        Ask(
            "Petra",
            "PATCH",
            f"{P}/activities/{keys['third']}",
            {"version": 1, "calendar_key": keys["calendar"]},
            {"calendar_key": "calendar"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/calendars",
            {"name": "Copy", "copy_of": keys["calendar"]},
            {"copy_of": "calendar"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/resources",
            {"name": "Crane", "calendar_key": keys["calendar"]},
            {"calendar_key": "calendar"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/resources",
            {"name": "Paula", "person_key": keys["person"]},
            {"person_key": "person"},
        ),
        Ask(
            "Petra",
            "POST",
            f"{P}/staffing",
            {"activity": keys["third"], "resource": keys["resource"]},
            {"activity": "activity", "resource": "resource"},
        ),
        Ask(
            "Adam",
            "POST",
            "/api/v1/organisation/units",
            {"name": "New works", "head": keys["person"], "parent": keys["unit"]},
            {"head": "person", "parent": "unit"},
        ),
        Ask(
            "Adam",
            "POST",
            "/api/v1/organisation/positions",
            {
                "title": "Mason",
                "from_date": "2026-06-01",
                "unit": keys["unit"],
                "holder": keys["person"],
                "reports_to": keys["position"],
            },
            {"unit": "unit", "holder": "person", "reports_to": "position"},
        ),
        Ask(
            "Adam",
            "POST",
            f"/api/v1/organisation/structures/{keys['structure']}/changes",
            {
                "kind": "change-position",
                "target": keys["position"],
                "into": keys["unit"],
                "person": keys["person"],
                "above": keys["position"],
                "version": 1,
            },
            {"target": "position", "into": "unit", "person": "person", "above": "position"},
        ),
        Ask(
            "Adam",
            "POST",
            "/api/v1/absences",
            {"person": keys["person"], "from_date": "2026-07-01", "to_date": "2026-07-02"},
            {"person": "person"},
        ),
        Ask(
            "Adam",
            "POST",
            "/api/v1/roles",
            clerk | {"exclusions": [{"text": "Dates", "role": "project-leader"}]},
            {},
        ),
        Ask(
            "Petra",
            "POST",
            f"{DRAFT}/columns",
            {"assignment": keys["assignment"]},
            {"assignment": "assignment"},
        ),
        Ask("Petra", "POST", f"{DRAFT}/columns", {"role": "project-leader"}, {"role": "role"}),
        Ask("Petra", "POST", f"{P}/links", link, {"predecessor": "activity", "successor": "activity"}),
        Ask("Petra", "POST", f"{P}/plan/undo", {"edit": int(keys["edit"])}, {"edit": "edit"}),
        *(Ask("Petra", "POST", f"{P}/plan/edits", step, names, "edits") for step, names in steps(own)),
        *(
            Ask("Petra", "POST", f"{P}/scenarios/WI-1/edits", step, names, "edits")
            for step, names in steps(own)
        ),
    ]


def steps(own: Place) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Yield every kind of edit with the fields that name something."""
    first, second, third, fourth = (own.keys[name] for name in ("activity", "second", "third", "fourth"))
    fields = {"accountable_key": own.keys["person"]}
    yield {"op": "change", "key": third, "version": 1, "fields": {"name": "New"}}, {"key": "activity"}
    yield {"op": "change", "key": third, "version": 1, "fields": fields}, {"fields.accountable_key": "person"}
    yield {"op": "add", "name": "Roof", "parent": first}, {"parent": "activity"}
    yield {"op": "add", "name": "Roof", "after": first}, {"after": "activity"}
    yield {"op": "remove", "key": fourth}, {"key": "activity"}
    yield {"op": "move", "key": fourth, "parent": first}, {"key": "activity", "parent": "activity"}
    yield {"op": "move", "key": first, "after": second}, {"key": "activity", "after": "activity"}
    yield {"op": "indent", "key": second}, {"key": "activity"}
    yield {"op": "outdent", "key": "T-5"}, {"key": "activity"}
    yield (
        {"op": "link", "predecessor": third, "successor": fourth},
        {"predecessor": "activity", "successor": "activity"},
    )
    yield {"op": "change_link", "key": own.keys["link"], "lag_amount": 60}, {"key": "link"}
    yield {"op": "unlink", "key": own.keys["link"]}, {"key": "link"}


def _staffing_asks(own: Place) -> list[Ask]:
    """Return one request for every form of calendars, resources and units that names something."""
    keys, pks = own.keys, own.pks
    nights = {"name": "Late", "copy_of": keys["calendar"]}
    crew = {"name": "Gang", "kind": "work", "max_units_percent": 100, "person_key": keys["person"]}
    crew |= {"calendar_key": keys["calendar"]}
    labs = {"name": "Labs", "parent": pks["unit"], "head": pks["person"]}
    who = {"resource": keys["resource"], "units": 100}
    leave = {"person": pks["person"], "kind": "sick", "from_date": "2026-07-01", "to_date": "2026-07-02"}
    mason = {"title": "Mason", "from_date": "2026-06-01", "unit": pks["unit"], "holder": pks["person"]}
    mason |= {"reports_to": pks["position"]}
    mason_names = {"unit": "unit", "holder": "person", "reports_to": "position"}
    named = {"person_key": "person", "calendar_key": "calendar"}
    shared = {"name": "Big crane", "kind": "work", "max_units_percent": 100, "pool_key": keys["pool_entry"]}
    rig = {"name": "Rig", "kind": "place", "unit": keys["unit"], "pieces": 1, "hours": 10}
    assign = f"{PAGE}/plan/activities/{keys['third']}/assign"
    return [
        Ask("Petra", "POST", f"{PAGE}/plan/calendars/", nights, {"copy_of": "calendar"}, "form keys"),
        Ask("Petra", "POST", f"{PAGE}/plan/resources/", crew, named, "form keys"),
        Ask("Petra", "POST", f"{PAGE}/plan/resources/", shared, {"pool_key": "pool_entry"}, "form keys"),
        Ask("Adam", "POST", "/pool/new/", rig, {"unit": "unit"}, "form keys"),
        Ask("Petra", "POST", assign, who, {"resource": "resource"}, "form keys"),
        Ask("Adam", "POST", "/organisation/positions/new/", mason, mason_names, "form"),
        Ask("Adam", "POST", "/people/absences/new/", leave, {"person": "person"}, "form"),
        Ask("Adam", "POST", "/organisation/units/new/", labs, {"parent": "unit", "head": "person"}, "form"),
    ]


def _document_asks(own: Place) -> list[Ask]:
    """Return one request for every form of documents that names somebody."""
    keys = own.keys
    begun = {"title": "Notes", "kind": "plan", "owner": keys["petra"], "readers": [keys["petra"]]}
    sent = {"version": 1, "approver": keys["accepting"], "reviewers": [keys["accepting"]]}
    review = f"{PAGE}/documents/{keys['document']}/versions/1/review"
    return [
        Ask(
            "Petra",
            "POST",
            f"{PAGE}/documents/new/",
            begun,
            {"owner": "person", "readers": "person"},
            "form keys",
        ),
        Ask("Petra", "POST", review, sent, {"approver": "person", "reviewers": "person"}, "form keys"),
    ]


def page_asks(own: Place) -> list[Ask]:
    """Return one request for every form of a page that names something."""
    pks, keys = own.pks, own.keys
    given = {"role": pks["role"], "person": pks["person"], "from_date": "2026-06-01"}
    begun = {"name": "Canal", "kind": "agile", "starts_on": "2026-06-01", "parent": pks["parent"]}
    stated = {
        "version": 1,
        "name": "Dry",
        "duration": "1d",
        "percent_complete": 0,
        "constraint": "asap",
        "accountable_key": keys["person"],
        "calendar_key": keys["calendar"],
        "notes": "n",
    }
    waits = {"predecessor": keys["third"], "kind": "FS"}
    someone = {"name": "Zoe", "email": "zoe@acme.example", "hours_per_week": 30}
    someone |= {"unit": pks["unit"], "line_manager": pks["manager"]}
    named = {"unit": "unit", "line_manager": "person"}
    return [
        Ask("Adam", "POST", "/people/new/", someone, named, "form"),
        Ask("Adam", "POST", f"/people/{keys['person']}/edit/", someone | {"version": 1}, named, "form"),
        Ask("Petra", "POST", f"{PAGE}/people/", given, {"role": "role", "person": "person"}, "form"),
        Ask(
            "Petra",
            "POST",
            "/assignments/new/?scope=P-1",
            given | {"allocation_percent": 50, "deputy": pks["manager"]},
            {"role": "role", "person": "person", "deputy": "person"},
            "form",
        ),
        Ask(
            "Petra",
            "POST",
            f"/assignments/{keys['assignment']}/",
            {"version": 1, "allocation_percent": 50, "deputy": pks["person"]},
            {"deputy": "person"},
            "form",
        ),
        Ask(
            "Petra",
            "POST",
            f"/assignments/{keys['assignment']}/successor/",
            {"version": 1, "last_day": "2098-01-01", "person": pks["person"]},
            {"person": "person"},
            "form",
        ),
        *_document_asks(own),
        Ask("Gina", "POST", "/projects/new/", begun, {"parent": "parent"}, "form"),
        Ask(
            "Gina",
            "POST",
            "/import/",
            {"parent": pks["parent"], "name": "Shed"},
            {"parent": "parent"},
            "form",
            file=True,
        ),
        Ask(
            "Petra",
            "POST",
            f"{PAGE}/plan/activities/{keys['third']}/",
            stated,
            {"accountable_key": "person", "calendar_key": "calendar"},
            "form keys",
        ),
        *_staffing_asks(own),
        Ask(
            "Petra",
            "POST",
            f"{PAGE}/plan/activities/{keys['fourth']}/link",
            waits,
            {"predecessor": "activity"},
            "form keys",
        ),
        Ask("Petra", "POST", f"{PAGE}/plan/undo", {"edit": int(keys["edit"])}, {"edit": "edit"}),
        *(Ask("Petra", "POST", f"{PAGE}/plan/edits", step, names, "edits") for step, names in steps(own)),
    ]


# Below the address of one's own project, a nested key or number of somebody else's: method, address, what it names.
NESTED = (
    ("GET", P + "/activities/{activity}"), ("PATCH", P + "/activities/{activity}"),
    ("DELETE", P + "/activities/{activity}"),
    ("GET", P + "/plan/why/{activity}"), ("DELETE", P + "/links/{link}"),
    ("GET", PAGE + "/plan/activities/{activity}/"), ("POST", PAGE + "/plan/activities/{activity}/"),
    ("GET", PAGE + "/plan/activities/{activity}/why"), ("POST", PAGE + "/plan/activities/{activity}/link"),
    ("POST", PAGE + "/plan/activities/T-1/unlink/{link}"), ("POST", PAGE + "/plan/log/{edit}/undo"),
    ("GET", PAGE + "/imports/{report}/"), ("POST", PAGE + "/imports/{report}/undo"),
    ("GET", "/assignments/{assignment}/"), ("POST", "/assignments/{assignment}/"),
    ("POST", "/assignments/{assignment}/end"), ("POST", "/assignments/{assignment}/successor/"),
    ("POST", "/api/v1/assignments/{assignment}/successor"), ("PATCH", "/api/v1/assignments/{assignment}"),
    ("GET", "/assignments/new/?scope={scope}"), ("POST", "/assignments/new/?scope={scope}"),
    ("GET", "/api/v1/assignments/{assignment}"),
    ("GET", "/handovers/{handover}/"), ("POST", "/handovers/{handover}/items"),
    ("POST", "/handovers/{handover}/items/1"), ("GET", "/api/v1/handovers/{handover}"),
    ("POST", "/api/v1/handovers/{handover}/items"), ("POST", "/api/v1/handovers/{handover}/items/1/tick"),
    ("GET", "/responsibilities/{scope}/holders/"), ("GET", "/api/v1/scopes/{scope}/holders"),
    ("GET", "/decisions/{decision}/"), ("POST", "/decisions/{decision}/"), ("POST", "/decisions/{decision}/answer"),
    ("POST", "/decisions/{decision}/withdraw"), ("GET", "/decisions/new/?scope={scope}"),
    ("POST", "/decisions/new/?scope={scope}"), ("GET", "/api/v1/decisions/{decision}"),
    ("PATCH", "/api/v1/decisions/{decision}"), ("POST", "/api/v1/decisions/{decision}/decide"),
    ("POST", "/api/v1/decisions/{decision}/withdraw"),
    ("POST", PAGE + "/people/{assignment}/end"), ("POST", "/api/v1/assignments/{assignment}/end"),
    ("GET", DRAFT + "/rows/{row}"), ("PATCH", DRAFT + "/rows/{row}"), ("DELETE", DRAFT + "/rows/{row}"),
    ("POST", DRAFT + "/rows/{row}/own"), ("GET", "/responsibilities/P-1/rows/{row}/"),
    ("POST", "/responsibilities/P-1/rows/{row}/"), ("POST", "/responsibilities/P-1/rows/{row}/remove"),
    ("POST", "/responsibilities/P-1/rows/{row}/move"), ("POST", "/responsibilities/P-1/rows/{row}/own"),
)  # fmt: skip
NESTED_BODIES: dict[str, dict[str, Any]] = {
    "PATCH": {"name": "Stolen", "version": 1},
    "POST": {"name": "Stolen", "version": 1, "predecessor": "T-1", "kind": "FS"},
}


@dataclass
class Scene:
    own: Place
    places: dict[str, Place]
    clients: dict[str, Client] = field(default_factory=dict)

    def foreign(self, kind: str, *, numbers: bool) -> Iterator[tuple[str, Any]]:
        """Yield what `kind` is in every other place, as its key or as the number of its row."""
        for place, what in self.places.items():
            found = what.pks.get(kind) if numbers and kind in what.pks else what.keys.get(kind)
            if found is not None:
                yield place, int(found) if kind == "edit" else found
            if numbers and kind in what.keys and kind in what.pks:
                yield f"{place}, as key", what.keys[kind]

    def send(self, ask: Ask, body: dict[str, Any]) -> Any:
        client = self.clients[ask.who]
        if ask.how.startswith("form"):
            if ask.file:
                file = io.BytesIO(plan_xml(task(1, "Dig")))
                file.name = "plan.xml"
                body = body | {"file": file}
            return client.post(ask.path, body)
        sent = {"edits": [body]} if ask.how == "edits" else body
        return client.generic(
            ask.method, ask.path, json.dumps(sent).encode(), content_type="application/json"
        )


@pytest.fixture
def scene(world: World, stranger: World) -> Scene:
    own = own_place(world)
    made = Scene(own, {"other project": other_place(world), "other organisation": foreign_place(stranger)})
    for name in ("Petra", "Adam", "Gina", "Mona"):
        made.clients[name] = world.client(name)
        made.clients[name].raise_request_exception = False
    return made


def put(body: Any, name: str, value: Any) -> Any:
    """Return `body` with another value in a field, which may lie below another or in a list."""
    first, _, rest = name.partition(".")
    if isinstance(body, list):
        place = int(first)
        named = put(body[place], rest, value) if rest else value
        return [named if at == place else each for at, each in enumerate(body)]
    return {**body, first: put(body[first], rest, value) if rest else value}


def works(scene: Scene, ask: Ask) -> bool:
    """Return whether a request with our own ids succeeds; nothing that it did is kept."""
    with transaction.atomic():
        answer = scene.send(ask, ask.body)
        transaction.set_rollback(True)
    good: bool = answer.status_code in {200, 201, 302}
    return good


def test_no_id_of_another_place_is_accepted_in_a_body(scene: Scene) -> None:
    asks = [*api_asks(scene.own), *page_asks(scene.own)]
    assert [ask for ask in asks if not works(scene, ask)] == [], (
        "a request that never succeeds proves nothing"
    )
    before = snapshot()
    tried, accepted = 0, []
    for ask in asks:
        for name, kind in ask.names.items():
            for place, value in scene.foreign(kind, numbers=ask.how == "form"):
                tried += 1
                answer = scene.send(ask, put(ask.body, name, value))
                if not 400 <= answer.status_code < 500:
                    accepted.append(
                        f"{ask.method} {ask.path} {name}={value} of {place}: {answer.status_code}"
                    )
    print(f"B: {tried} foreign ids in bodies and forms, {len(accepted)} accepted")
    assert accepted == []
    assert snapshot() == before
    assert tried > 80


def test_no_key_of_another_place_is_found_below_the_own_address(scene: Scene) -> None:
    before = snapshot()
    tried, accepted = 0, []
    for place, what in scene.places.items():
        for method, pattern in NESTED:
            path = pattern.format(**what.keys)
            sent = NESTED_BODIES.get(method, {})
            as_json = path.startswith("/api/") or method != "POST"
            client = scene.clients["Petra"]
            tried += 1
            if as_json:
                answer = client.generic(
                    method, path, json.dumps(sent).encode(), content_type="application/json"
                )
            else:
                answer = client.post(path, sent)
            if not 400 <= answer.status_code < 500:
                accepted.append(f"{method} {path} of {place}: {answer.status_code}")
    theirs = scene.places["other organisation"].keys
    for path in (
        "organisation/positions/{position}",
        "organisation/structures/{structure}",
        "skills/{skill}",
        "certificates/{certificate}",
    ):
        there = f"/api/v1/{path.format(**theirs)}"
        sent = json.dumps({"version": 1, "title" if "positions" in path else "name": "Stolen"})
        assert scene.clients["Adam"].get(there).status_code == 404
        changed = scene.clients["Adam"].patch(there, sent, content_type="application/json")
        assert changed.status_code == 404
    for verb in ("decide", "cancel"):
        there = f"/api/v1/absences/{theirs['absence']}/{verb}"
        said = '{"version": 1, "is_approved": true}' if verb == "decide" else '{"version": 1}'
        decided = scene.clients["Adam"].post(there, said, content_type="application/json")
        assert decided.status_code == 404
    hours = f"/api/v1/timesheets/{theirs['timesheet']}"
    assert scene.clients["Adam"].get(hours).status_code == 404
    for step in ("submit", "withdraw", "approve", "return", "correct", "drop"):
        said = json.dumps({"version": 1, "step": step, "words": "So"})
        assert (
            scene.clients["Adam"].post(f"{hours}/steps", said, content_type="application/json").status_code
            == 404
        )
    mixed = f"/api/v1/people/{theirs['person']}/skills/{scene.own.keys['skill']}"
    other = f"/api/v1/people/{scene.own.keys['person']}/skills/{theirs['skill']}"
    for there in (mixed, other):
        said = scene.clients["Adam"].put(there, '{"level": 3}', content_type="application/json")
        assert said.status_code == 404
    token = scene.places["other organisation"].pks["token"]
    assert scene.clients["Petra"].post(f"/account/tokens/{token}/revoke/").status_code == 404
    feed = scene.places["other organisation"].pks["feed"]
    assert scene.clients["Petra"].post(f"/account/feeds/{feed}/revoke/").status_code == 404
    for verb in ("invite", "disable", "enable"):
        person = scene.places["other organisation"].keys["person"]
        assert scene.clients["Adam"].post(f"/people/{person}/{verb}/").status_code == 404
    print(f"B: {tried + 4} foreign keys below own addresses, {len(accepted)} accepted")
    assert accepted == []
    assert snapshot() == before


def test_nothing_of_how_others_grow_is_found_or_named(scene: Scene) -> None:
    before = snapshot()
    theirs = scene.places["other organisation"].keys
    skills = json.dumps({"skills": [{"skill": theirs["skill"], "level": 2}]})
    said = scene.clients["Adam"].put("/api/v1/roles/sponsor/skills", skills, content_type="application/json")
    assert said.status_code == 422
    for path in (
        "training/{training}",
        "expectations/{expectations}",
        "reviews/{review}",
        "growth-actions/{growth_action}",
    ):
        there = f"/api/v1/{path.format(**theirs)}"
        sent = json.dumps({"version": 1} | ({"levels": []} if "reviews" in path else {}))
        changed = scene.clients["Adam"].patch(there, sent, content_type="application/json")
        assert changed.status_code == 404
    assert snapshot() == before


FILTERS = {
    "/api/v1/people": ("Adam", {"unit": "unit"}),
    "/api/v1/projects": ("Gina", {"parent": "parent"}),
    "/api/v1/absences": ("Adam", {"person": "person"}),
    "/api/v1/timesheets": ("Adam", {"person": "person"}),
    "/api/v1/certificates": ("Adam", {"person": "person"}),
    "/api/v1/organisation/positions": ("Adam", {"unit": "unit", "holder": "person"}),
    "/api/v1/assignments": ("Petra", {"person": "person", "scope": "scope"}),
    "/api/v1/decisions": ("Petra", {"scope": "scope"}),
    "/api/v1/handovers": ("Petra", {"scope": "scope"}),
    "/api/v1/pool": ("Petra", {"unit": "unit"}),
    f"{P}/activities": ("Petra", {"parent": "activity", "accountable": "person"}),
    f"{P}/links": ("Petra", {"predecessor": "activity", "successor": "activity"}),
}


def test_a_filter_by_a_foreign_key_finds_nothing(scene: Scene) -> None:
    found, tried = [], 0
    for path, (who, names) in FILTERS.items():
        for name, kind in names.items():
            for place, value in scene.foreign(kind, numbers=False):
                tried += 1
                answer = scene.clients[who].get(path, {name: value})
                if answer.status_code != 200 or answer.json()["count"] != 0:
                    found.append(f"{path}?{name}={value} of {place}: {answer.status_code}")
    print(f"B: {tried} filters by foreign keys, {len(found)} found something")
    assert found == []


# Names that no body may carry: whose something is, and what only Remit itself states.
NOT_TO_BE_STATED = (
    "id", "pk", "organisation", "organisation_id", "project", "project_id", "scope_id", "person_id", "user", "user_id",
    "is_superuser", "is_staff", "is_active_user", "capabilities", "only_one", "ended_at", "path", "created_at",
    "number", "start_minute", "early_start_minute", "is_critical", "hash", "sequence", "token_may_write",
    "__class__", "_state",
)  # fmt: skip


def test_no_body_states_what_is_not_its_to_state(scene: Scene, stranger: World) -> None:
    asks = api_asks(scene.own)
    before = snapshot()
    tried, accepted = 0, []
    for ask in asks:
        for name in NOT_TO_BE_STATED:
            tried += 1
            answer = scene.send(ask, {**ask.body, name: stranger.project.pk})
            if answer.status_code != 422:
                accepted.append(f"{ask.method} {ask.path} {name}: {answer.status_code}")
    print(f"B: {tried} fields that are not to be stated, {len(accepted)} accepted")
    assert accepted == []
    assert snapshot() == before


def test_no_project_of_another_place_takes_an_import(scene: Scene) -> None:
    before = snapshot()
    others = list(Project.objects.filter(name__in=["Tunnel", "Dam"]))
    assert len(others) == 2
    for project in others:
        file = io.BytesIO(plan_xml(task(1, "Dig")))
        file.name = "plan.xml"
        answer = scene.clients["Petra"].post("/api/v1/imports", {"file": file, "project": project.key})
        assert answer.status_code == 404, project.name
    assert snapshot() == before


# Fields of requests that name nothing.
PLAIN = {
    "name", "email", "title", "capacity_minutes_per_week", "is_external", "joined_on", "left_on", "version",
    "from_date", "to_date", "allocation_percent", "money_limit_minor", "days_limit", "reason", "starts_on",
    "promised_on", "kind",
    "unique_result", "budget_minor", "phase", "start", "status", "duration_minutes", "notes", "duration_is_elapsed",
    "finish", "constraint", "constraint_date", "deadline", "is_manual", "is_active", "priority", "percent_complete",
    "lag_amount", "lag_unit", "op", "preview", "week", "exceptions", "group", "max_units_percent", "units_percent",
    "aliases", "definitions", "text", "source", "is_chosen", "seen", "amount", "periods",
    "work_minutes", "delay_minutes", "file", "first_day", "last_day", "shifts",
    "code", "family", "purpose", "focus", "scope_kind", "scope_text", "authority", "horizon",
    "responsibilities", "decisions", "exclusions", "capabilities", "holders_per_scope", "area", "note",
    "rights_seen", "role_version", "is_settled", "ref",
    "rules", "lag_calendar", "lag_from_start", "progress_mode", "total_float", "from_finish", "finish_by",
    "must_finish_by", "critical_float_minutes", "critical_by_longest_path", "use_expected_finish",
    "honour_levelling_delay", "second_constraint", "second_constraint_date", "expected_finish", "external_early_start",
    "external_late_finish", "suspended", "resumed", "levelling_delay_minutes", "ignores_resource_calendars", "contour",
    "done_minutes", "gap_minutes", "after_minutes", "length_minutes",
    "runs", "seed", "per_day_minor", "spread", "is_spread",
    "objective", "stability", "seconds", "low", "likely", "high", "units", "each", "size", "basis",
    "about", "amount_minor", "days", "approve", "answer",
    "deputy_from", "deputy_to", "separation_reason",
    "letters", "money_minor", "template", "sheet",
    "people", "structure", "projects", "project_team", "workstreams", "projects_per_manager", "related_projects",
    "dependencies", "shared_benefit", "programmes", "demand_percent", "contested", "products", "product_years",
    "releases_a_year", "teams", "team_people", "scrum_teams", "clients", "client_income_percent",
    "combined_clients", "combined_projects", "construction", "trades", "permit", "enters_service", "systems",
    "requirements", "regulated", "internal_factors", "external_factors", "decision", "review_on", "bounds",
    "thresholds", "takes_effect_on", "number", "to",
    "description", "is_retired", "level", "issuer", "certificate_number", "issued_on", "expires_on",
    "what", "due_on", "to_name", "is_kept",
    "subject", "material", "held_on", "place", "done_on",
    "statement", "acceptance_criteria", "what_if_not", "effort_minutes", "foreign_id", "needs", "deliverables",
    "session", "whose", "is_want", "technique", "others",
    "spent_minor", "low_minor", "likely_minor", "high_minor", "days_tolerance", "cost_tolerance",
    "every_weeks", "next_on", "colour", "agree", "until", "as_of",
    "holds", "years", "confirm", "happened", "cause", "advice", "tags", "is_shared", "learnt_on",
    "service_levels", "run_cost", "known_errors", "support", "training", "spares", "warranty", "acceptance_test",
    "accept",
    "category", "event", "effect", "trigger", "near_from", "near_to", "probability", "cost_band", "days_band",
    "strategy",
    "response", "outcome", "severity", "step", "scope_impact", "risk_impact", "quality_impact",
    "benefit_impact", "deferred_to", "ratify", "work", "takes_scenario", "sets_baseline",
    "measure", "baseline_value", "baseline_on", "target_value", "target_on", "value", "follows", "to_day",
    "achieved", "differences", "cost_minor", "contracts", "follow_ons", "end_reason", "salvage", "sunk_cost_minor",
    "stands_for", "stake", "power", "interest", "engagement", "desired", "approach", "message", "why", "channel",
    "every_days", "confidential", "summary", "is_confidential",
    "criteria", "criterion", "tolerance", "method", "is_met", "evidence", "checked_on", "state",
    "seniority", "items", "skills", "levels", "is_done", "label",
    "from_midday", "until_midday", "absence_kind", "is_approved", "delegation", "day", "stage",
    "objectives", "in_scope", "out_of_scope", "milestones", "reserve_minor", "assumptions",
    "constraints", "risks", "stakeholders", "success_criteria", "stop_criteria", "sign", "on",
    "problem", "rate_percent", "options", "tests", "uncertainties", "recommended", "because", "costs", "benefits",
    "project_class", "stages", "gate", "entry", "exit", "processes", "documents", "roles",
    "document", "where", "words", "conditions",
    # minutes: `attendance` has keys of people, and takes those who were invited alone
    "matters", "attendance", "said", "is_parked", "rest",
    "confidentiality", "is_for_everybody", "verdict", "remarks", "suits",
    "pieces", "minutes_per_week", "count", "what_for", "over_reason", "last_on",
    "is_taken", "decided_on", "reasons", "matter", "begins", "agenda", "minutes", "supplier", "reference", "is_closed",
    "lines",
    "default_rule", "is_weekly", "rule", "units_planned", "units_done", "steps", "planned_on", "reached_on",
    "rhythm", "times", "skip", "skip_holidays", "following",
    "is_nothing", "technical", "economic", "legal", "operational", "schedule", "score", "weight", "remedy",
}  # fmt: skip
NAMES = {
    "product",
    "owner",
    "to_person", "unit", "line_manager", "person", "role", "scope", "deputy", "parent", "after", "accountable_key",
    "predecessor", "successor", "key", "edit", "head", "calendar_key", "copy_of", "person_key", "activity",
    "resource", "assignment", "holder", "reports_to", "skill", "expectations", "target", "into", "above",
    "producer", "acceptor", "readers", "approver", "reviewers", "reviewer", "chair", "minute_taker", "invited",
    "leader", "pool_key", "chosen",
}  # fmt: skip
BELOW = {"residual", "edits", "fields", "facts", "picks", "splits", "pieces"}
# Named by a request that is tried by itself.
ALONE = {
    "project",
    "deliverable_key",
    "activities",
    "scenario",
    "decided_by",
    "supersedes",
    "lesson",
    "about",
    "answers",
    "stakeholders",
    "meeting",
    # their keys are counted by project: costs/tests show that those of another project are refused
    "account",
    "from_account",
    "to_account",
    "settles",
    "out_of",
    # changes/tests show that only what is open in the plan of the change is let in
    "covers",
    "keys",
}


def test_every_field_of_every_body_is_known_to_name_something_or_nothing(scene: Scene) -> None:
    """A new field that names something must come into the requests above, or this fails."""
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    stated: set[str] = set()
    waiting = [
        op["requestBody"] for ops in document["paths"].values() for op in ops.values() if "requestBody" in op
    ]
    done: set[str] = set()
    while waiting:
        part: Any = waiting.pop()
        if isinstance(part, list):
            waiting.extend(part)
        if not isinstance(part, dict):
            continue
        name = str(part.get("$ref", "")).rpartition("/")[2]
        if name and name not in done:
            done.add(name)
            waiting.append(document["components"]["schemas"][name])
        stated |= set(part.get("properties", {}))
        waiting.extend(part.values())
    assert stated - PLAIN - NAMES - BELOW - ALONE == set()
    # of a list of keys the list's own name counts
    tried = {name.removesuffix(".0").rpartition(".")[2] for ask in api_asks(scene.own) for name in ask.names}
    assert tried == NAMES


FORMS = ("accounts", "people", "products", "projects", "documents", "planning", "resourcing", "interchange")


def test_every_choice_among_rows_in_a_form_is_tried(scene: Scene) -> None:
    tried = {name for ask in page_asks(scene.own) for name in ask.names}
    chosen = set()
    for app in FORMS:
        try:
            module = import_module(f"remit.{app}.forms")
        except ModuleNotFoundError:
            continue
        for form in vars(module).values():
            if isinstance(form, type) and issubclass(form, forms.BaseForm):
                fields = getattr(form, "base_fields", {}).items()
                chosen |= {
                    name for name, each in fields if isinstance(each, forms.ModelChoiceField) or name in NAMES
                }
    assert {"parent", "role", "person"} <= chosen
    assert chosen - tried == set()
