"""Thresholds are the organisation's: who sets them, what is refused, and that everything is judged by them."""

import pytest

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.findings_kept import forget, judged_anew
from remit.people.models import Thresholds
from remit.people.operations.decisions import ask_decision
from remit.people.operations.matrices import judgement
from remit.people.operations.thresholds import change_thresholds
from remit.people.routing import routes
from remit.people.tests.staffed import staffed
from remit.people.threshold_queries import held_thresholds, limits_of, thresholds_of
from remit.people.thresholds import DEFAULT_LIMITS, DEFAULT_REACH, THRESHOLDS, limits_from, reach_from

SYSTEM = system_actor()


def test_what_nobody_set_is_what_the_rules_of_responsibility_say() -> None:
    assert limits_from({}) == DEFAULT_LIMITS
    assert reach_from({}) == DEFAULT_REACH


@pytest.mark.parametrize("code", [each.code for each in THRESHOLDS])
def test_every_threshold_decides_something(code: str) -> None:
    other = {code: 7}
    assert (limits_from(other), reach_from(other)) != (DEFAULT_LIMITS, DEFAULT_REACH)


@pytest.mark.django_db
def test_they_are_set_by_the_administrator_and_keep_only_what_differs(world: World) -> None:
    admin = world.give("Adam", "administrator", world.root)
    change_thresholds(world.organisation, stated={"items": 9, "responsible": 3}, version=1, actor=admin)
    assert Thresholds.objects.get().stated == {"items": 9}
    assert limits_of(world.organisation).items == 9
    event = AuditEvent.objects.filter(operation="people.change_thresholds").get()
    assert event.changes == {"items": ["12", "9"]}
    with pytest.raises(Conflict) as stale:
        change_thresholds(world.organisation, stated={"items": 5}, version=1, actor=admin)
    assert stale.value.current["fields"] == {"items": {"yours": 5, "theirs": 9}}
    portfolio = world.give("Pia", "portfolio-manager", world.root)
    with pytest.raises(NotAllowed):
        change_thresholds(world.organisation, stated={"items": 5}, version=2, actor=portfolio)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "value"),
    [("unknown", 1), ("items", 0), ("items", None), ("similarity_percent", 101), ("money_3", -1)],
)
def test_what_is_no_threshold_or_out_of_its_bounds_is_refused(
    world: World, code: str, value: int | None
) -> None:
    with pytest.raises(Invalid) as refused:
        change_thresholds(world.organisation, stated={code: value}, version=1, actor=SYSTEM)
    assert [each.field for each in refused.value.errors] == [code]
    assert held_thresholds(thresholds_of(world.organisation))["items"] == 12


@pytest.mark.django_db
@pytest.mark.parametrize("stated", [{"money_4": 2_499_999}, {"days_2": None}, {"days_5": 19}])
def test_a_higher_authority_never_decides_less(world: World, stated: dict[str, int | None]) -> None:
    with pytest.raises(Invalid, match="would decide less"):
        change_thresholds(world.organisation, stated=stated, version=1, actor=SYSTEM)


@pytest.mark.django_db
def test_findings_are_judged_anew_by_what_was_set(world: World) -> None:
    forget()
    staff = staffed(world)
    draft = staff.small()
    staff.put(draft, draft.rows.get().key, **{"role:project-leader": "R"})
    assert [each.code for each in judgement(draft).findings] == []
    judged_anew(world.organisation, [staff.scope], SYSTEM)
    change_thresholds(world.organisation, stated={"responsible": 1}, version=1, actor=SYSTEM)
    found = judged_anew(world.organisation, [staff.scope], SYSTEM)[0]
    assert [each.code for each in found.findings] == ["many-responsible"]


@pytest.mark.django_db
def test_a_request_goes_past_whose_authority_reaches_no_further(world: World) -> None:
    world.give("Ada", "project-manager")
    world.give("Sue", "sponsor")
    tom = world.give("Tom", "team-member")
    asked = ask_decision(world.project.scope, title="Crane", amount_minor=2_000_000, actor=tom)

    def decider() -> str:
        found = routes([asked], world.organisation)[asked.pk].decider
        return found.name if found is not None else ""

    assert decider() == "Ada"
    change_thresholds(world.organisation, stated={"money_3": 1_999_999}, version=1, actor=SYSTEM)
    assert decider() == "Sue"


@pytest.mark.django_db
def test_the_page_takes_amounts_as_people_write_them(world: World) -> None:
    world.give("Adam", "administrator", world.root)
    world.give("Pia", "portfolio-manager", world.root)
    adam, pia = world.client("Adam"), world.client("Pia")
    page = adam.get("/organisation/thresholds/")
    form = {code: "" if value is None else str(value) for code, value in page.context["form"].initial.items()}
    assert form["money_3"] == "25000.00"
    assert pia.get("/organisation/thresholds/").status_code == 200
    assert pia.post("/organisation/thresholds/", form | {"money_3": "30000"}).status_code == 403
    assert adam.post("/organisation/thresholds/", form | {"money_3": "30000"}).status_code == 302
    assert Thresholds.objects.get().stated == {"money_3": 3_000_000}
    assert adam.post("/organisation/thresholds/", form | {"money_3": "40000"}).status_code == 409
    wrong = form | {"version": "2", "money_4": "1"}
    assert adam.post("/organisation/thresholds/", wrong).status_code == 422


@pytest.mark.django_db
def test_programs_read_and_set_them(world: World) -> None:
    world.give("Adam", "administrator", world.root)
    adam = world.client("Adam")
    read = adam.get("/api/v1/thresholds").json()
    assert [each["code"] for each in read["thresholds"]] == [each.code for each in THRESHOLDS]
    body = {"version": read["version"], "thresholds": {"money_5": 100_000_000_00, "away_days": 5}}
    answer = adam.patch("/api/v1/thresholds", body, content_type="application/json")
    assert answer.status_code == 200
    held = {each["code"]: each["value"] for each in answer.json()["thresholds"]}
    assert (held["money_5"], held["away_days"], held["items"]) == (100_000_000_00, 5, 12)
