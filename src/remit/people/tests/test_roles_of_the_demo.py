"""On which day roles must hold."""

import datetime as dt

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.people.models import Role
from remit.people.operations.assignments import assign_role


def test_roles_of_a_demo_hold_on_its_own_day_and_all_others_today(world: World) -> None:
    role = Role.objects.get(organisation=world.organisation, code="team-member")
    assign_role(
        world.person("Ada"),
        role,
        world.project.scope,
        actor=system_actor(),
        from_date=dt.date(1999, 1, 1),
        to_date=dt.date(1999, 12, 31),
    )
    assert world.actor("Ada").grants == ()

    world.organisation.is_demo = True
    world.organisation.status_date = dt.date(1999, 6, 1)
    world.organisation.save()

    assert [grant.role_code for grant in world.actor("Ada").grants] == ["team-member"]
