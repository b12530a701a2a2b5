"""The pages of to-be structures: from an empty list to a structure in effect, as an administrator does it."""

import datetime as dt

from remit.conftest import World
from remit.people.models import Position, Structure, Unit
from remit.people.operations.structures import begin_structure, plan_change
from remit.people.tests.test_structures import firm

__all__ = ["firm"]

BASE = "/organisation/structures/"
ONE = f"{BASE}TB-1/"


def today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def begun(firm: World) -> Structure:
    return begin_structure(
        firm.organisation, name="Two yards", takes_effect_on=today(), actor=firm.actor("Adam")
    )


def test_an_administrator_plans_schedules_and_puts_a_structure_into_effect(firm: World) -> None:
    client = firm.client("Adam")
    assert "No to-be structure yet" in client.get(BASE).content.decode()
    begin = {"name": "Two yards", "takes_effect_on": today().isoformat(), "reason": "Growth."}
    assert client.post(f"{BASE}new/", begin).headers["Location"] == ONE
    assert "Nothing is planned yet" in client.get(ONE).content.decode()
    added = client.post(f"{ONE}changes/new/?kind=add-unit", {"name": "Yard", "version": 1})
    assert added.headers["Location"] == ONE
    mason = Position.objects.get(title="Mason")
    asked = client.get(f"{ONE}changes/new/?kind=change-position").content.decode()
    assert f'<option value="{mason.key}">Mason</option>' in asked
    way = f"{ONE}changes/new/?kind=change-position&target={mason.key}"
    assert '<option value="+1">Yard</option>' in client.get(way).content.decode()
    head = Position.objects.get(title="Head").key
    moved = {"name": "Mason", "into": "+1", "person": firm.person("Bob").key, "above": head, "version": 2}
    assert client.post(way, moved).headers["Location"] == ONE
    shown = client.get(ONE).content.decode()
    assert "moves from Site to Yard" in shown
    assert Structure.objects.get().changes.get(number=2).stated == ["into"], (
        "what stands already is not planned"
    )
    client.post(f"{ONE}state", {"to": "scheduled", "version": 3})
    assert "It comes into effect within minutes" in client.get(ONE).content.decode().replace(": it", ": It")
    client.post(f"{ONE}state", {"to": "effective", "version": 4})
    assert Unit.objects.get(name="Yard").positions.get() == mason
    assert "is the structure that stands" in client.get(ONE).content.decode()


def test_a_fault_stands_beside_its_change_and_keeps_the_button_away(firm: World) -> None:
    begun(firm)
    client = firm.client("Adam")
    site = Unit.objects.get(name="Site").key
    client.post(f"{ONE}changes/new/?kind=close-unit&target={site}", {"version": 1})
    shown = client.get(ONE).content.decode()
    assert "The unit of Mason is closed" in shown
    assert 'value="scheduled"' not in shown
    client.post(f"{ONE}changes/1/drop", {"version": 2})
    assert "Nothing is planned yet" in client.get(ONE).content.decode()


def test_what_stands_already_is_no_change_and_a_stale_form_says_so(firm: World) -> None:
    begun(firm)
    client = firm.client("Adam")
    shop = Unit.objects.get(name="Shop")
    way = f"{ONE}changes/new/?kind=change-unit&target={shop.key}"
    as_it_is = {"name": "Shop", "into": Unit.objects.get(name="Works").key, "version": 1}
    assert "This is how it stands already" in client.post(way, as_it_is).content.decode()
    stale = client.post(way, as_it_is | {"name": "Store", "version": 9})
    assert stale.status_code in {409, 422}
    assert "Somebody changed this structure meanwhile" in stale.content.decode()
    assert Structure.objects.get().changes.count() == 0


def test_a_planned_change_is_stated_anew_with_what_was_planned_in_its_form(firm: World) -> None:
    structure = begun(firm)
    plan_change(structure, kind="add-unit", values={"name": "Yard"}, version=1, actor=firm.actor("Adam"))
    client = firm.client("Adam")
    assert 'value="Yard"' in client.get(f"{ONE}changes/1/").content.decode()
    client.post(f"{ONE}changes/1/", {"name": "North yard", "version": 2})
    assert Structure.objects.get().changes.get().name == "North yard"


def test_the_chart_shows_the_structure_as_it_stands_or_as_planned(firm: World) -> None:
    structure = begun(firm)
    plan_change(structure, kind="add-unit", values={"name": "Yard"}, version=1, actor=firm.actor("Adam"))
    client = firm.client("Adam")
    assert "Yard" not in client.get("/organisation/chart/?view=units").content.decode()
    planned = client.get("/organisation/chart/?view=units&structure=TB-1").content.decode()
    assert "Yard" in planned
    assert "new · no head named · 0 people" in planned
    assert client.get("/organisation/chart/?view=positions&structure=TB-1").status_code == 200
    assert client.get("/organisation/chart/?structure=TB-9").status_code == 404


def test_who_may_not_change_the_organisation_sees_no_draft_and_no_button(firm: World) -> None:
    structure = begun(firm)
    plan_change(structure, kind="add-unit", values={"name": "Yard"}, version=1, actor=firm.actor("Adam"))
    firm.give("Pia", "portfolio-manager", firm.root)
    client = firm.client("Pia")
    assert client.get(ONE).status_code == 404
    firm.client("Adam").post(f"{ONE}state", {"to": "scheduled", "version": 2})
    shown = client.get(ONE).content.decode()
    assert "Yard" in shown
    assert "Discard" not in shown
