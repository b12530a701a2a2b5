"""Growth: who sees a review, when the two sides see each other, actions, and the skills that roles take."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.people.expectations import one_review
from remit.people.models import ExpectationReview, ExpectationTemplate, Person, Role, Skill
from remit.people.operations.growth import (
    add_expectations,
    add_growth_action,
    add_standard_expectations,
    assess_expectations,
    begin_review,
    change_expectations,
    change_growth_action,
    set_role_skills,
)
from remit.people.operations.people import change_person
from remit.people.operations.skills import Assessment, add_skill, assess_skills
from remit.people.role_skills import coverage, gap_to, nearness, overlap
from remit.people.standard_expectations import STANDARD

SYSTEM = system_actor()
LEVELS = st.dictionaries(st.integers(1, 8), st.integers(1, 5), max_size=8)
SECRET = "Quarrels with the client in every second meeting"
FAR = dt.date(2099, 1, 1)


@given(LEVELS, LEVELS)
def test_the_overlap_of_two_profiles_is_the_same_from_both_sides_and_whole_only_for_equals(
    first: dict[int, int], second: dict[int, int]
) -> None:
    found = overlap(first, second)
    assert found == overlap(second, first)
    if not first or not second:
        assert found is None
        return
    assert found is not None
    assert 0 <= found <= 100
    assert overlap(first, first) == 100
    if not first.keys() & second.keys():
        assert found == 0


def test_an_overlap_by_hand() -> None:
    assert overlap({1: 4, 2: 3}, {1: 2, 3: 1}) == 25  # (2 + 0 + 0) of (4 + 3 + 1)
    assert overlap({}, {1: 2}) is None


@given(LEVELS, LEVELS)
def test_what_is_more_than_wanted_never_makes_up_for_what_is_lacking(
    held: dict[int, int], wanted: dict[int, int]
) -> None:
    found = coverage(held, wanted)
    if not wanted:
        assert found is None
        return
    complete = all(held.get(skill, 0) >= level for skill, level in wanted.items())
    assert (found == 100) is complete


def test_the_ten_for_a_senior_project_manager_are_ten() -> None:
    (senior,) = [each for each in STANDARD if each.role == "project-manager"]
    assert len(set(senior.items)) == 10


@pytest.fixture
def firm(world: World) -> World:
    """Tom is a project manager whose line manager is Mona; Adam and Pia see nearly everything."""
    tom = world.person("Tom")
    change_person(tom, version=tom.version, actor=SYSTEM, line_manager=world.person("Mona"))
    tom.refresh_from_db()
    world.give("Tom", "project-manager")
    world.give("Sue", "sponsor")
    world.give("Adam", "administrator", world.root)
    world.give("Pia", "portfolio-manager", world.root)
    world.give("Mona", "team-member")
    add_standard_expectations(world.organisation, actor=SYSTEM)
    return world


def tom(world: World) -> Person:
    found: Person = Person.objects.select_related("organisation").get(pk=world.person("Tom").pk)
    return found


def begun(world: World) -> ExpectationReview:
    template = ExpectationTemplate.objects.get(organisation=world.organisation)
    return begin_review(tom(world), template, actor=world.actor("Tom"))


def say(world: World, review: ExpectationReview, name: str, level: int, **more: Any) -> None:
    stated: dict[str, Any] = {"levels": [level] * 10, "note": SECRET, "version": 1, "is_done": True} | more
    assess_expectations(review, actor=world.actor(name), **stated)


@pytest.mark.django_db
def test_a_review_is_seen_by_the_person_and_the_line_manager_and_by_nobody_else(
    firm: World, stranger: World
) -> None:
    review = begun(firm)
    say(firm, review, "Tom", 2)
    say(firm, review, "Mona", 3)
    action = add_growth_action(tom(firm), what=SECRET, due_on=FAR, actor=firm.actor("Mona"))
    key = tom(firm).key
    pages = (f"/people/{key}/growth/", f"/growth/reviews/{review.key}/", f"/growth/actions/{action.key}/")
    programs = (f"/api/v1/people/{key}/growth", f"/api/v1/reviews/{review.key}")
    for name in ("Tom", "Mona"):
        for address in (*pages, *programs):
            answer = firm.client(name).get(address)
            assert answer.status_code == 200
            assert SECRET in answer.content.decode() or address == pages[0]
    stranger.give("Zed", "administrator", stranger.root)
    for name in ("Sue", "Adam", "Pia", "Otto"):
        for address in (*pages, *programs):
            answer = firm.client(name).get(address)
            assert answer.status_code in {403, 404}
            assert SECRET not in answer.content.decode()
    for address in (*pages, *programs):
        assert SECRET not in stranger.client("Zed").get(address).content.decode()
    with pytest.raises(NotFound):
        one_review(SYSTEM, review.key)
    with pytest.raises(NotAllowed):
        say(firm, review, "Adam", 1)


@pytest.mark.django_db
def test_the_record_tells_that_somebody_assessed_and_never_how(firm: World) -> None:
    review = begun(firm)
    say(firm, review, "Tom", 2)
    add_growth_action(tom(firm), what=SECRET, due_on=FAR, actor=firm.actor("Tom"))
    kept = [str(event.changes) + event.reason for event in AuditEvent.objects.all()]
    assert any(review.key in each for each in kept)
    assert not any(SECRET in each or "[2" in each for each in kept)


@pytest.mark.django_db
def test_one_side_sees_the_other_only_once_it_is_done(firm: World) -> None:
    review = begun(firm)
    say(firm, review, "Tom", 2, is_done=False)
    assert one_review(firm.actor("Mona"), review.key).theirs is None
    say(firm, review, "Tom", 2, version=2)
    assert {line.own for line in one_review(firm.actor("Mona"), review.key).lines} == {2}
    assert {line.lead for line in one_review(firm.actor("Tom"), review.key).lines} == {None}
    say(firm, review, "Mona", 3, levels=[2] * 8 + [3, 1])
    shown = one_review(firm.actor("Tom"), review.key)
    assert [line.difference for line in shown.differing] == [1, -1]
    with pytest.raises(Conflict):
        say(firm, review, "Tom", 4, version=3)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"levels": [3] * 9}, {"levels": [None] * 10}, {"levels": [5] * 10}, {"note": "x" * 4001}]
)
def test_a_side_is_complete_and_within_the_scale(firm: World, wrong: dict[str, Any]) -> None:
    review = begun(firm)
    with pytest.raises(Invalid):
        say(firm, review, "Tom", 3, **wrong)
    with pytest.raises(Conflict):
        begun(firm)
    with pytest.raises(Conflict):
        say(firm, review, "Tom", 3, version=7)


@pytest.mark.django_db
def test_a_review_keeps_the_words_that_it_began_with(firm: World) -> None:
    review = begun(firm)
    template = ExpectationTemplate.objects.get(pk=review.template_id)
    change_expectations(template, version=1, items=["Only one"], actor=firm.actor("Adam"))
    assert len(one_review(firm.actor("Tom"), review.key).lines) == 10
    with pytest.raises(NotAllowed):
        change_expectations(template, version=2, items=["Another"], actor=firm.actor("Tom"))
    with pytest.raises(Conflict):
        change_expectations(template, version=1, items=["Another"], actor=SYSTEM)
    role = Role.objects.get(organisation=firm.organisation, code="project-manager")
    with pytest.raises(Invalid):
        add_expectations(
            firm.organisation, role=role, seniority="senior", name="Again", items=["x"], actor=SYSTEM
        )
    for items in ([], ["a", "A"], ["x" * 301], [" "]):
        with pytest.raises(Invalid):
            change_expectations(template, version=2, items=items, actor=SYSTEM)


@pytest.mark.django_db
def test_a_gap_names_what_is_lacking_and_the_nearest_role_comes_first(firm: World) -> None:
    planning, money = (
        add_skill(firm.organisation, name=name, actor=SYSTEM) for name in ("Planning", "Money")
    )
    manager, sponsor = (
        Role.objects.get(organisation=firm.organisation, code=code) for code in ("project-manager", "sponsor")
    )
    set_role_skills(manager, {planning: 4, money: 2}, version=0, actor=SYSTEM)
    set_role_skills(sponsor, {money: 5}, version=0, actor=SYSTEM)
    assess_skills(tom(firm), [Assessment(planning, 5), Assessment(money, 1)], actor=SYSTEM)
    gap = gap_to(tom(firm), manager)
    assert [(each.skill.name, each.missing) for each in gap.lacking] == [("Money", 1)]
    assert gap.percent == 83
    assert [(role.code, percent) for role, percent in nearness(tom(firm), [sponsor, manager])] == [
        ("project-manager", 83),
        ("sponsor", 20),
    ]
    page = firm.client("Tom").get("/roles/compare/?role=project-manager&role=sponsor").content.decode()
    assert "<strong>22 %</strong>" in page  # 2 of 4 + 5


@pytest.mark.django_db
def test_skills_of_a_role_are_stated_at_once_without_a_new_version_of_the_role(firm: World) -> None:
    skill: Skill = add_skill(firm.organisation, name="Planning", actor=SYSTEM)
    role = Role.objects.get(organisation=firm.organisation, code="sponsor")
    set_role_skills(role, {skill: 3}, version=0, actor=SYSTEM)
    role.refresh_from_db()
    assert role.version == 1
    with pytest.raises(Conflict):
        set_role_skills(role, {skill: 4}, version=0, actor=SYSTEM)
    with pytest.raises(Conflict):
        set_role_skills(role, {skill: 3}, version=1, actor=SYSTEM)
    with pytest.raises(NotAllowed):
        set_role_skills(role, {}, version=1, actor=firm.actor("Tom"))
    set_role_skills(role, {}, version=1, actor=SYSTEM)
    adam = firm.client("Adam")
    body = {"skills": [{"skill": skill.key, "level": 2}], "version": 2}
    answer = adam.put("/api/v1/roles/sponsor/skills", body, content_type="application/json")
    assert (answer.status_code, answer.json()["version"]) == (200, 3)
    sent = {skill.key: "5", "version": "3"}
    assert adam.post("/roles/sponsor/skills/", sent).status_code == 302
    assert adam.post("/roles/sponsor/skills/", sent).status_code == 409


@pytest.mark.django_db
def test_an_action_is_agreed_changed_and_done_on_the_page(firm: World) -> None:
    key = tom(firm).key
    mona, own = firm.client("Mona"), firm.client("Tom")
    made = {"what": "Read the standard", "skill": "", "due_on": "2099-01-01"}
    assert mona.post(f"/people/{key}/growth/actions", made).status_code == 302
    assert mona.post(f"/people/{key}/growth/actions", made | {"due_on": "2020-01-01"}).status_code == 422
    assert "Read the standard" in own.get(f"/people/{key}/growth/").content.decode()
    change = {"what": "Read it", "due_on": "2099-01-01", "is_done": "on", "version": "1"}
    assert own.post("/growth/actions/GA-1/", change).status_code == 302
    assert own.post("/growth/actions/GA-1/", change | {"what": "x"}).status_code == 409
    assert own.get(f"/api/v1/people/{key}/growth").json()["actions"][0]["what"] == "Read it"
    with pytest.raises(NotAllowed):
        add_growth_action(tom(firm), what="x", due_on=FAR, actor=firm.actor("Adam"))
    action = tom(firm).growth_actions.get()
    with pytest.raises(Invalid):
        change_growth_action(action, version=2, due_on=dt.date(2020, 1, 1), actor=firm.actor("Tom"))


@pytest.mark.django_db
def test_a_review_is_begun_and_filled_on_the_page(firm: World) -> None:
    own, key = firm.client("Tom"), tom(firm).key
    assert own.post(f"/people/{key}/growth/begin", {"template": "EX-1"}).status_code == 302
    filled = {f"item-{at}": "3" for at in range(10)} | {"note": "All well.", "version": "1"}
    assert own.post("/growth/reviews/RV-1/", filled).status_code == 302
    lacking = filled | {"item-3": "", "version": "2", "done": "yes"}
    assert own.post("/growth/reviews/RV-1/", lacking).status_code == 422
    assert own.post("/growth/reviews/RV-1/", filled | {"version": "2", "done": "yes"}).status_code == 302
    assert own.post("/growth/reviews/RV-1/", filled).status_code == 409
    assert "As expected" not in firm.client("Mona").get("/growth/reviews/RV-1/").content.decode()
    assert "as expected" in firm.client("Mona").get("/growth/reviews/RV-1/").content.decode()
