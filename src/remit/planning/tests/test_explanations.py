"""Why an activity lies where it lies: followed back to what nothing holds, and read with a constant effort."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.keys import next_numbers
from remit.planning.compute import reschedule
from remit.planning.models import Activity, Link
from remit.planning.operations.edits import edit_plan
from remit.planning.queries import Explanation, explain
from remit.planning.queries.explanations import LONGEST_CHAIN, SHOWN

DAY = 450


def chain(world: World, length: int) -> list[Activity]:
    """Put activities one behind the other, in bulk beside the operations."""
    rows = [
        Activity(project=world.project, key=f"T-{n}", position=n - 1, name=f"Work {n}", duration_minutes=DAY)
        for n in next_numbers(f"project:{world.project.pk}", "T", length)
    ]
    Activity.objects.bulk_create(rows)
    Link.objects.bulk_create(
        Link(project=world.project, key=f"L-{n}", predecessor=rows[n - 1], successor=rows[n])
        for n in next_numbers(f"project:{world.project.pk}", "L", length - 1)
    )
    reschedule(world.plan)
    return rows


def why(world: World, key: str) -> Explanation:
    return explain(
        world.plan, Activity.objects.select_related("accountable").get(project=world.project, key=key)
    )


def edit(world: World, *steps: dict[str, object]) -> None:
    edit_plan(world.project, list(steps), actor=system_actor())


def test_the_chain_leads_back_to_what_nothing_holds(world: World) -> None:
    chain(world, 3)
    found = why(world, "T-3")
    assert [each.key for each in found.reasons] == ["T-3", "T-2", "T-1"]
    assert found.first.sentence == "Starts when T-2 Work 2 finishes."
    assert found.reasons[-1].sentence == "Nothing holds it: it begins with the project."


def test_a_lag_is_told(world: World) -> None:
    chain(world, 2)
    edit(world, {"op": "change_link", "key": "L-1", "lag_amount": 2 * DAY})
    assert why(world, "T-2").first.sentence == "Starts when T-1 Work 1 finishes, +2d."


def test_a_summary_begins_with_the_first_below_it(world: World) -> None:
    chain(world, 3)
    edit(world, {"op": "add", "name": "All", "after": "T-3"}, {"op": "unlink", "key": "L-2"})
    edit(world, {"op": "move", "key": "T-3", "after": None, "parent": "T-4"})
    edit(world, {"op": "move", "key": "T-2", "after": "T-3", "parent": "T-4"})
    found = why(world, "T-4")
    assert [each.key for each in found.reasons] == ["T-4", "T-3"]
    assert found.first.sentence == "Begins with the first activity below it."


def test_the_nearest_named_above_is_accountable(world: World) -> None:
    chain(world, 3)
    edit(world, {"op": "indent", "key": "T-2"})
    edit(world, {"op": "move", "key": "T-3", "after": None, "parent": "T-2"})
    ann = world.person("Ann")
    top = Activity.objects.get(key="T-1")
    edit(
        world, {"op": "change", "key": "T-1", "version": top.version, "fields": {"accountable_key": ann.key}}
    )
    found = why(world, "T-3")
    assert found.accountable == ann
    assert found.accountable_by == "named for T-1 Work 1, which it stands below"


def test_a_vacant_post_is_nobody(world: World) -> None:
    chain(world, 1)
    assert why(world, "T-1").accountable is None


def test_a_long_chain_takes_as_many_queries_as_a_short_one(world: World) -> None:
    chain(world, 60)
    costs = []
    for key in ("T-2", "T-60"):
        activity = Activity.objects.select_related("accountable", "project").get(key=key)
        with CaptureQueriesContext(connection) as queries:
            found = explain(world.plan, activity)
        costs.append(len(queries))
    assert len(found.reasons) == 60
    assert costs[0] == costs[1] <= 3


def test_rows_that_drive_each_other_are_no_endless_chain(world: World) -> None:
    first, second = chain(world, 2)
    Link.objects.create(project=world.project, key="L-9", predecessor=second, successor=first)
    Activity.objects.filter(pk=first.pk).update(driver_key="L-9")
    assert [each.key for each in why(world, "T-2").reasons] == ["T-2", "T-1"]


def test_a_chain_beyond_all_measure_is_cut(world: World) -> None:
    chain(world, LONGEST_CHAIN + 5)
    found = why(world, f"T-{LONGEST_CHAIN + 5}")
    assert len(found.reasons) == LONGEST_CHAIN
    assert found.reasons[-1].sentence.startswith("Starts when T-5 ")


@pytest.mark.parametrize(
    ("length", "shown", "words"), [(SHOWN + 2, SHOWN + 2, ""), (SHOWN + 3, SHOWN + 1, "2 more steps")]
)
def test_the_page_shows_the_nearest_steps_and_the_origin_of_a_long_chain(
    world: World, length: int, shown: int, words: str
) -> None:
    chain(world, length)
    world.give("Pat", "project-manager")
    client, address = world.client("Pat"), f"/projects/{world.project.key}/plan/activities/T-{length}/"
    page = client.get(address).content.decode()
    assert page.count('data-activity="') == shown
    assert 'data-activity="T-1"' in page
    assert words in page
    assert client.get(f"{address}?chain=all").content.decode().count('data-activity="') == length
