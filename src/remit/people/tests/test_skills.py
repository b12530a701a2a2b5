"""Skills: who can do what, who says so, and what hangs on one person."""

import csv
import datetime as dt
import io

import pytest

from remit.accounts.permissions import Actor, system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.models import Skill, SkillLevel
from remit.people.operations.people import change_person
from remit.people.operations.skills import Assessment, add_skill, assess_many, assess_skills, change_skill
from remit.people.skills import hanging

pytestmark = pytest.mark.django_db

SYSTEM = system_actor()


def skill_of(world: World, name: str = "Firmware") -> Skill:
    return Skill.objects.filter(organisation=world.organisation, name=name).first() or add_skill(
        world.organisation, name=name, area="Engineering", actor=SYSTEM
    )


def say(
    world: World, who: str, level: int | None, *, by: Actor = SYSTEM, skill: str = "Firmware", seen: int = 0
) -> None:
    assess_skills(world.person(who), [Assessment(skill_of(world, skill), level, seen)], actor=by)


def viewer(world: World) -> Actor:
    return world.give("Petra", "portfolio-manager", world.root)


def test_a_skill_that_one_person_can_do_alone_hangs_on_that_person(world: World) -> None:
    say(world, "Ada", 4)
    say(world, "Bob", 2)
    found = hanging(viewer(world))
    assert [
        (each.skill.name, [p.name for p in each.able], [p.name for p, _l in each.following]) for each in found
    ] == [("Firmware", ["Ada"], ["Bob"])]
    say(world, "Bob", 3, seen=1)
    assert hanging(viewer_again(world)) == []


def viewer_again(world: World) -> Actor:
    return world.actor("Petra")


def test_whoever_left_covers_nothing(world: World) -> None:
    say(world, "Ada", 4)
    say(world, "Bob", 3)
    ada = world.person("Ada")
    change_person(ada, version=ada.version, actor=SYSTEM, left_on=dt.date(2026, 6, 2))
    (found,) = hanging(viewer(world))
    assert [person.name for person in found.able] == ["Bob"]


def test_levels_are_said_by_oneself_and_by_whoever_stands_above_and_nobody_else(world: World) -> None:
    ada = world.person("Ada")
    change_person(ada, version=ada.version, actor=SYSTEM, line_manager=world.person("Mona"))
    say(world, "Ada", 3, by=world.actor("Ada"))
    say(world, "Ada", 2, by=world.actor("Mona"), seen=1)
    row = SkillLevel.objects.get()
    assert (row.level, row.assessed_by, row.assessed_by_name) == (2, world.person("Mona"), "Mona")
    for other in (world.actor("Bob"), world.give("Pim", "project-manager"), viewer(world)):
        with pytest.raises(NotAllowed):
            say(world, "Ada", 5, by=other, seen=2)


def test_what_somebody_else_said_meanwhile_is_not_overwritten(world: World) -> None:
    say(world, "Ada", 3)
    with pytest.raises(Conflict) as error:
        say(world, "Ada", 5)
    assert error.value.current["fields"]["level"] == {"yours": 5, "theirs": 3}
    assert SkillLevel.objects.get().level == 3


@pytest.mark.parametrize("level", [-1, 6, 99])
def test_a_level_lies_between_0_and_5(world: World, level: int) -> None:
    with pytest.raises(Invalid, match="0 to 5"):
        say(world, "Ada", level)


def test_a_retired_skill_keeps_its_levels_and_takes_no_new_ones(world: World) -> None:
    say(world, "Ada", 3)
    change_skill(skill_of(world), version=1, actor=SYSTEM, is_retired=True)
    with pytest.raises(Invalid, match="retired"):
        say(world, "Ada", 4, seen=1)
    assert SkillLevel.objects.get().level == 3
    assert hanging(viewer(world)) == []


def test_two_skills_of_one_name_are_one_too_many(world: World) -> None:
    skill_of(world)
    with pytest.raises(Invalid, match="already"):
        add_skill(world.organisation, name="firmware", actor=SYSTEM)


def test_the_matrix_is_filtered_by_area_and_level_and_written_as_a_file(world: World) -> None:
    viewer(world)
    say(world, "Ada", 4)
    say(world, "Bob", 1)
    say(world, "Cem", 5, skill="Writing")
    key = skill_of(world).key
    client = world.client("Petra")
    page = client.get(f"/people/skills/?skill={key}&level=3").content.decode()
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    assert "Ada" in body
    assert "Bob" not in body
    assert client.get("/people/skills/?level=9").status_code == 400
    rows = list(csv.reader(io.StringIO(client.get("/people/skills/?export=csv").content.decode("utf-8-sig"))))
    assert rows[0][3:] == ["Firmware", "Writing"]
    assert {row[1]: row[3:] for row in rows[1:]}["Ada"] == ["4", ""]
    assert client.get("/people/skills/?export=xlsx").content.startswith(b"PK")
    assert client.get("/people/skills/?export=pdf").status_code == 400


def test_who_may_not_see_colleagues_sees_no_skills_but_the_own(world: World) -> None:
    say(world, "Ada", 4)
    say(world, "Tina", 3, skill="Writing")
    world.give("Ada", "team-member")
    world.give("Tina", "team-member")
    client = world.client("Tina")
    assert client.get("/people/skills/").status_code == 403
    assert "Writing" in client.get(f"/people/{world.person('Tina').key}/").content.decode()
    assert "Firmware" not in client.get(f"/people/{world.person('Ada').key}/").content.decode()
    assert client.get(f"/api/v1/people/{world.person('Ada').key}/skills").status_code == 403
    assert client.get(f"/api/v1/people/{world.person('Tina').key}/skills").json()["count"] == 1


def test_the_page_states_many_levels_at_once_and_says_who_was_faster(world: World) -> None:
    world.give("Ada", "team-member")
    first, second = skill_of(world), skill_of(world, "Writing")
    client = world.client("Ada")
    path = f"/people/{world.person('Ada').key}/skills/"
    sent = {first.key: "4", f"{first.key}.version": "0", second.key: "", f"{second.key}.version": "0"}
    assert client.post(path, sent).status_code == 302
    assert SkillLevel.objects.get().level == 4
    again = client.post(path, sent | {first.key: "2"})
    assert again.status_code == 409
    assert "assessed Firmware meanwhile" in again.content.decode()
    assert SkillLevel.objects.get().level == 4


def test_the_interface_states_a_level_once_without_and_then_with_the_version(world: World) -> None:
    world.give("Ada", "team-member")
    client = world.client("Ada")
    path = f"/api/v1/people/{world.person('Ada').key}/skills/{skill_of(world).key}"

    def put(**body: int) -> int:
        return client.put(path, body, content_type="application/json").status_code

    assert put(level=3) == 200
    assert put(level=4) == 428
    assert put(level=4, version=1) == 200
    assert put(level=5, version=1) == 409
    assert put(level=6, version=2) == 422
    assert SkillLevel.objects.get().level == 4


def test_many_are_assessed_at_once_by_the_same_rules(world: World) -> None:
    skill = add_skill(world.organisation, name="Joinery", actor=SYSTEM)
    ada, bob = world.person("Ada"), world.person("Bob")
    assess_skills(ada, [Assessment(skill, 2)], actor=SYSTEM)

    done = assess_many(
        world.organisation, [(ada, [Assessment(skill, 4, 1)]), (bob, [Assessment(skill, 3)])], actor=SYSTEM
    )

    assert {pk: [each.version for each in rows] for pk, rows in done.items()} == {ada.pk: [2], bob.pk: [1]}
    assert dict(SkillLevel.objects.values_list("person__name", "level")) == {"Ada": 4, "Bob": 3}
    with pytest.raises(Conflict):
        assess_many(world.organisation, [(bob, [Assessment(skill, 5, 7)])], actor=SYSTEM)
    world.give("Sue", "sponsor")
    with pytest.raises(NotAllowed):
        assess_many(world.organisation, [(bob, [Assessment(skill, 5, 1)])], actor=world.actor("Sue"))
