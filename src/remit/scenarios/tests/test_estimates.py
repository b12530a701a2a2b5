"""Estimates: what each method says, on what it stands, and taking it over into the plan."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.planning.models import Activity
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.planning.operations.plans import create_plan
from remit.projects.models import Phase, Project
from remit.scenarios.compute.estimating import (
    alike,
    by_others,
    by_size,
    by_units,
    calibrated,
    pert,
    triangular,
)
from remit.scenarios.estimate_queries import others_like, sizes_of
from remit.scenarios.models import Estimate
from remit.scenarios.operations.estimates import estimate_activity, take_over_estimate

SYSTEM = system_actor()
MINUTES = st.integers(0, 100_000)


# mean and deviation by the formula of the rules, worked out by hand
@pytest.mark.parametrize(
    ("points", "mean", "deviation"),
    [((400, 500, 800), 533, 67), ((600, 600, 600), 600, 0), ((0, 300, 1800), 500, 300)],
)
def test_three_points_weighted(points: tuple[int, int, int], mean: int, deviation: int) -> None:
    said = pert(*points)
    assert (said.minutes, said.deviation) == (mean, deviation)


@given(st.lists(MINUTES, min_size=3, max_size=3).map(sorted))
def test_what_three_points_say_lies_between_them(points: list[int]) -> None:
    low, likely, high = points
    for count in (pert, triangular):
        said = count(low, likely, high)
        assert said.minutes is not None
        assert said.deviation is not None
        assert low - 1 <= said.minutes <= high + 1
        assert said.deviation <= high - low + 1


def test_a_triangular_estimate_is_the_mean_of_its_corners() -> None:
    said = triangular(0, 300, 600)
    assert (said.minutes, said.deviation) == (300, 122)  # sqrt(600^2 / 24)


def test_units_times_rate() -> None:
    assert by_units(12.5, 60).minutes == 750


def test_a_size_says_nothing_until_eight_are_done() -> None:
    names = ("S", "M")
    seven = calibrated(names, [("M", 100)] * 7)
    assert by_size("M", seven).minutes is None
    eight = calibrated(names, [("M", 100)] * 7 + [("M", 900)])
    said = by_size("M", eight)
    assert (said.minutes, said.low) == (100, 100)
    assert said.high is not None
    assert said.high > 100


def test_others_are_alike_by_the_words_of_their_names() -> None:
    done = [
        ("P-1", "T-1", "Paint the north wall", 600),
        ("P-1", "T-2", "Paint the doors", 300),
        ("P-2", "T-1", "Order timber", 100),
    ]
    found = alike("Paint the south wall", done)
    assert [each.key for each in found] == ["T-1", "T-2"]
    said = by_others(found)
    assert (said.minutes, said.low, said.high) == (450, 300, 600)


@pytest.fixture
def digging(lasting_world: World) -> World:
    """A plan with one activity of a day."""
    lasting_world.people.clear()  # those of the test before are gone
    edit_plan(lasting_world.project, [{"op": "add", "name": "Dig the trench"}], actor=SYSTEM)
    lasting_world.give("Mia", "project-manager")
    return lasting_world


def _dig(project: Project) -> Activity:
    found: Activity = Activity.objects.select_related("project__organisation").get(project=project, key="T-1")
    return found


def _estimate(world: World, **stated: Any) -> Estimate:
    given_stated: dict[str, Any] = {"method": "pert", "low": 450, "likely": 900, "high": 1800} | stated
    return estimate_activity(world.project, _dig(world.project), actor=SYSTEM, **given_stated)


@pytest.mark.django_db
def test_an_estimate_leaves_the_plan_until_it_is_taken_over_by_one_edit(digging: World) -> None:
    made = _estimate(digging)
    assert (made.minutes, made.deviation_minutes) == (975, 225)
    assert _dig(digging.project).duration_minutes == 450
    edited = take_over_estimate(digging.project, _dig(digging.project), actor=SYSTEM)
    assert _dig(digging.project).duration_minutes == 975
    assert edited.number is not None
    undo_edit(digging.project, edited.number, actor=SYSTEM)
    assert _dig(digging.project).duration_minutes == 450


@pytest.mark.django_db
def test_the_latest_estimate_counts_and_those_before_are_kept(digging: World) -> None:
    _estimate(digging)
    _estimate(digging, likely=1000, basis="Asked Ann.")
    rows = Estimate.objects.filter(project=digging.project)
    assert (rows.count(), rows.get(is_current=True).basis) == (2, "Asked Ann.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stated",
    [
        {"low": 1000},
        {"low": None},
        {"likely": "x"},
        {"method": "guess"},
        {"method": "units", "units": 0, "each": 5},
        {"method": "units", "units": 999_999, "each": 50_000_000},
        {"method": "size", "size": "XXXL"},
        {"method": "analogous"},
    ],
)
def test_what_says_nothing_is_refused(digging: World, stated: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        _estimate(digging, **stated)


@pytest.mark.django_db
def test_an_uncalibrated_size_is_kept_but_not_taken_over(digging: World) -> None:
    assert _estimate(digging, method="size", size="M").minutes is None
    with pytest.raises(Conflict):
        take_over_estimate(digging.project, _dig(digging.project), actor=SYSTEM)


def _finished(world: World, name: str) -> Project:
    """Return a closed project with one activity, which took a day."""
    project = world.begin("Canal", world.root)
    create_plan(project, actor=SYSTEM)
    edit_plan(project, [{"op": "add", "name": name}], actor=SYSTEM)
    done = {"op": "change", "key": "T-1", "version": 1, "fields": {"percent_complete": 100}}
    edit_plan(project, [done], actor=SYSTEM)
    estimate_activity(project, _dig(project), method="size", size="M", actor=SYSTEM)
    Project.objects.filter(pk=project.pk).update(phase=Phase.CLOSED)
    return project


@pytest.mark.django_db
def test_work_of_closed_projects_is_compared_with_only_for_those_who_may_see_it(digging: World) -> None:
    closed = _finished(digging, "Dig the long trench")
    activity = _dig(digging.project)
    mia = digging.actor("Mia")
    assert others_like(mia, activity) == []
    assert all(not each.samples for each in sizes_of(mia, digging.project))
    (found,) = others_like(digging.give("Pat", "portfolio-manager", digging.root), activity)
    assert (found.project, found.minutes) == (closed.key, 450)
    sizes = {each.name: len(each.samples) for each in sizes_of(digging.actor("Pat"), digging.project)}
    assert sizes["M"] == 1


@pytest.mark.django_db
def test_why_says_on_what_the_duration_stands(digging: World) -> None:
    _estimate(digging, basis="Asked Ann.")
    page = digging.client("Mia").get("/projects/P-1/plan/activities/T-1/why").content.decode()
    assert "Asked Ann." in page


@pytest.mark.django_db
def test_pages_show_and_keep_estimates(digging: World) -> None:
    client = digging.client("Mia")
    address = "/projects/P-1/plan/estimates/T-1/"
    sent = {"method": "pert", "low": "1", "likely": "2", "high": "4", "basis": "Counted."}
    assert client.post(address, sent).status_code == 302
    assert Estimate.objects.get().minutes == 975
    assert client.post(address, sent | {"low": "3"}).status_code == 422
    assert "Counted." in client.get(address).content.decode()
    assert client.post(f"{address}take").status_code == 302
    assert _dig(digging.project).duration_minutes == 975
    assert "2.2 d" in client.get("/projects/P-1/plan/estimates/").content.decode()


@pytest.mark.django_db
def test_programs_estimate_and_take_over(digging: World) -> None:
    client = digging.client("Mia")
    base = "/api/v1/projects/P-1"
    body = json.dumps({"method": "units", "units": 3, "each": 450})
    made = client.post(f"{base}/activities/T-1/estimates", body, content_type="application/json")
    assert (made.status_code, made.json()["minutes"]) == (201, 1350)
    assert client.get(f"{base}/estimates").json()["items"][0]["activity"] == "T-1"
    taken = client.post(f"{base}/activities/T-1/take-estimate", "{}", content_type="application/json")
    assert taken.json()["label"] == "Took over the estimate of T-1"


@pytest.mark.django_db
def test_whoever_may_not_change_the_plan_does_not_estimate(digging: World) -> None:
    reader = digging.give("Rob", "team-member")
    with pytest.raises(NotAllowed):
        estimate_activity(digging.project, _dig(digging.project), method="analogous", actor=reader)
    with pytest.raises(NotAllowed):
        take_over_estimate(digging.project, _dig(digging.project), actor=reader)
