"""Two to four roles side by side: computed from what they say, never from a fixed text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from remit.conftest import World
from remit.people.catalogue import CATALOGUE
from remit.people.models import Role
from remit.people.operations.roles import change_role
from remit.people.role_comparison import Comparison, compare

ROLES = {each.code: Role(pk=number, **each.stated()) for number, each in enumerate(CATALOGUE, start=1)}


def of(*codes: str, area: str = "") -> Comparison:
    return compare([ROLES[code] for code in codes], area=area)


def test_scope_authority_and_focus_come_first() -> None:
    axes = [axis.name for axis in of("product-manager", "project-manager").axes]
    assert axes[:3] == ["scope", "authority", "focus"]


def test_product_and_project_manager_differ_in_much_and_share_something() -> None:
    found = of("product-manager", "project-manager")
    duties = found.parts[0]
    assert found.different >= 5
    assert {row.text for row in duties.shared} >= {
        "Keep stakeholders engaged",
        "Understand what customers need",
    }
    assert [each.test for each in found.tests] != []
    assert {(border.role.code, border.to.code) for border in found.borders} == {
        ("product-manager", "project-manager"),
        ("project-manager", "product-manager"),
    }


def test_every_difference_says_what_follows_from_it() -> None:
    found = of("project-manager", "sponsor", "programme-manager", "product-owner")
    assert all(axis.is_same or axis.consequence for axis in found.axes)
    assert all(row.consequence for part in found.parts for row in (*part.shared, *part.different))


def test_who_has_more_authority_is_named_from_the_figures() -> None:
    (authority,) = [axis for axis in of("project-leader", "sponsor").axes if axis.name == "authority"]
    assert authority.values == ("2 of 5", "5 of 5")
    assert "beyond what the Project leader may decide goes up to the Sponsor" in authority.consequence


@given(some.lists(some.sampled_from(sorted(ROLES)), min_size=2, max_size=4, unique=True))
def test_what_is_shared_is_the_intersection_and_nothing_is_lost(codes: list[str]) -> None:
    found = of(*codes)
    said = [{each["text"] for each in ROLES[code].responsibilities} for code in codes]
    duties = found.parts[0]
    assert {row.text for row in duties.shared} == set.intersection(*said)
    assert {row.text for row in (*duties.shared, *duties.different)} == set.union(*said)
    for row in duties.different:
        assert list(row.held) == [row.text in own for own in said]


@given(some.permutations(["sponsor", "project-manager", "scrum-master"]))
def test_the_order_of_the_roles_changes_no_finding(codes: list[str]) -> None:
    found, straight = of(*codes), of("project-manager", "scrum-master", "sponsor")
    assert {each.code for each in found.tests} == {each.code for each in straight.tests}
    assert found.different == straight.different
    assert [axis.consequence for axis in found.axes][:2] == [axis.consequence for axis in straight.axes][:2]


def test_an_area_shows_its_responsibilities_alone() -> None:
    duties = of("project-manager", "account-manager", area="cost").parts[0]
    assert {row.area for row in duties.different} == {"Money"}


def test_editing_a_role_changes_what_its_comparison_says(world: World) -> None:
    client = world.client("Ann")
    address = "/roles/compare/?role=project-manager&role=project-leader"
    world.give("Ann", "team-member")
    before = client.get(address).content.decode()
    assert "Coach the project manager" not in before
    leader = Role.objects.get(code="project-leader")
    added: Any = {"area": "people", "text": "Coach the project manager"}

    change_role(
        leader,
        version=1,
        actor=world.give("Adam", "administrator", world.root),
        authority=4,
        responsibilities=[*leader.responsibilities, added],
    )

    after = client.get(address).content.decode()
    assert "Coach the project manager" in after
    assert "beyond what the Project manager may decide goes up to the Project leader" in after


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("role=sponsor", 200),
        ("role=sponsor&role=sponsor", 200),
        ("role=sponsor&role=none-such", 404),
        ("role=sponsor&role=acceptor&role=developer&role=hr-partner&role=it-manager", 400),
        ("role=sponsor&role=acceptor&area=weather", 400),
    ],
)
def test_what_cannot_be_compared_is_said(world: World, query: str, status: int) -> None:
    assert world.client("Ann").get(f"/roles/compare/?{query}").status_code == status


def test_without_roles_the_page_tells_what_people_mix_up_and_links_each_pair(world: World) -> None:
    page = world.client("Ann").get("/roles/compare/").content.decode()
    assert "It ships on time but nobody buys it" in page
    assert "?role=product-manager&amp;role=project-manager" in page
