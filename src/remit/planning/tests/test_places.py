"""Where an activity stands: looked up by itself it is what reading the whole outline says."""

import random

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Invalid
from remit.planning.models import Activity
from remit.planning.operations.edits import edit_plan
from remit.planning.queries import places
from remit.planning.queries.places import outlined, places_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(3))
def test_each_alone_stands_where_the_whole_outline_puts_it(world: World, seed: int) -> None:
    random_ = random.Random(seed)
    for number in range(24):
        keys = list(Activity.objects.order_by("position").values_list("key", flat=True))
        step = {"op": "add", "name": f"Work {number}", "parent": random_.choice([None, *keys])}
        edit_plan(world.project, [step], actor=system_actor())
        if keys:
            try:
                edit_plan(
                    world.project, [{"op": "move", "key": keys[-1], "after": keys[0]}], actor=system_actor()
                )
            except Invalid:
                continue
    for activity in random_.sample(list(Activity.objects.all()), 6):
        Activity.objects.filter(pk=activity.pk).update(accountable=world.person(f"Person{activity.pk}"))
    rows = list(Activity.objects.order_by("position"))
    whole = outlined((each.pk, each.key, each.parent_id, each.level, each.accountable_id) for each in rows)
    assert len({place.wbs for place in whole.values()}) == len(rows)
    for each in rows:
        assert places_of(world.project, [each]) == {each.pk: whole[each.pk]}
    many = rows[: places.FEW + 1]
    assert places_of(world.project, many) == {each.pk: whole[each.pk] for each in many}
