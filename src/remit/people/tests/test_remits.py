"""The remit of a person: everything under it, sums that equal their parts, and no more than the reader may see."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.people.models import Assignment, Person, Role, Scope
from remit.people.operations.assignments import assign_role, end_assignment
from remit.people.operations.commitments import promise
from remit.people.operations.decisions import ask_decision
from remit.people.operations.matrices import activate_matrix, begin_matrix
from remit.people.operations.matrix_sheets import paste_matrix
from remit.people.operations.organisation import create_programme
from remit.people.remit import Held, Remit, in_order, remit_of, totals_of
from remit.people.tests.staffed import read_by_all

SYSTEM = system_actor()
SINCE = dt.date(2026, 1, 1)
COUNTS = st.fixed_dictionaries({letter: st.integers(0, 40) for letter in "ARCI"})
HELD = st.builds(
    lambda share, read, letters: Held(
        Assignment(allocation_percent=share, acknowledged_version=read, role=Role(version=2)),
        is_led=False,
        letters=letters,
        money_minor=None,
        days=None,
    ),
    st.integers(0, 100),
    st.sampled_from([None, 1, 2]),
    COUNTS,
)


@given(st.lists(HELD, max_size=12), st.integers(0, 12))
def test_totals_are_the_sums_over_the_assignments_however_they_are_parted(held: list[Held], cut: int) -> None:
    whole, first, rest = totals_of(held), totals_of(held[:cut]), totals_of(held[cut:])

    assert whole.assignments == first.assignments + rest.assignments == len(held)
    assert whole.share_percent == first.share_percent + rest.share_percent
    assert whole.unread == first.unread + rest.unread
    for letter in "ARCI":
        assert whole.letters[letter] == first.letters[letter] + rest.letters[letter]
    one = totals_of(held[:1])
    assert not held or (one.share_percent, one.letters) == (
        held[0].assignment.allocation_percent,
        in_order(held[0].letters),
    )


def person(world: World, name: str) -> Person:
    found: Person = Person.objects.select_related("organisation").get(pk=world.person(name).pk)
    return found


def told(world: World, of: str, by: str | None = None) -> Remit:
    actor = world.actor(by) if by else system_actor("Test", world.organisation.pk)
    return remit_of(actor, person(world, of), sees_certificates=True)


def in_force(scope: Scope, text: str) -> None:
    draft = begin_matrix(scope, actor=SYSTEM)
    paste_matrix(draft, text=text, area="scope", version=1, actor=SYSTEM)
    read_by_all(scope.organisation)
    activate_matrix(draft, version=2, reason="Agreed.", actor=SYSTEM)


@pytest.fixture
def firm(world: World) -> World:
    """Ada manages a project and takes part in another below a programme that Pia manages."""
    programme = create_programme(world.organisation, name="Roads", actor=SYSTEM)
    other = world.begin("Tunnel", programme)
    for project, budget in ((world.project, 500_000_00), (other, 20_000_00)):
        project.budget_minor = budget
        project.save()
    world.give("Ada", "project-manager")
    world.give("Ada", "team-member", other.scope)
    world.give("Sue", "sponsor")
    world.give("Mia", "project-manager", other.scope)
    world.give("Pia", "programme-manager", programme)
    in_force(
        world.project.scope,
        "\tProject manager\tSponsor\nPlan\tA, R\tC\nBudget\tR\tA\nReports\tA, R\tI",
    )
    return world


@pytest.mark.django_db
def test_letters_are_counted_by_assignment_and_by_scope_and_sum_to_the_same(firm: World) -> None:
    found = told(firm, "Ada")

    assert {each.assignment.role.code: dict(each.letters) for each in found.held} == {
        "project-manager": {"A": 2, "R": 3, "C": 0, "I": 0},
        "team-member": {"A": 0, "R": 0, "C": 0, "I": 0},
    }
    by_scope: Counter[str] = Counter()
    for each in found.scopes:
        by_scope.update(each.letters)
    assert in_order(by_scope) == found.totals.letters
    assert found.totals.share_percent == 200
    assert found.totals.is_too_much


@pytest.mark.django_db
def test_budgets_count_where_a_role_leads_and_the_reader_may_see_money(firm: World) -> None:
    own = told(firm, "Ada", "Ada").undertakings
    assert (own.count, own.budget_minor, own.budgets, own.hidden) == (2, 500_000_00, 1, 0)
    assert {each.name: each.budget_minor for each in own.shown} == {"Bridge": 500_000_00, "Tunnel": None}
    above = told(firm, "Pia", "Pia").undertakings
    assert (above.count, above.budget_minor) == (1, 20_000_00)
    firm.give("Tom", "team-member")
    by_another = told(firm, "Ada", "Tom").undertakings
    assert (by_another.count, by_another.budget_minor, by_another.budgets, by_another.hidden) == (1, 0, 0, 1)


@pytest.mark.django_db
def test_what_ended_or_is_to_come_counts_for_nothing(firm: World) -> None:
    held = Assignment.objects.get(person=firm.person("Ada"), role__code="team-member")
    end_assignment(held, version=held.version, actor=SYSTEM)
    role = Role.objects.get(organisation=firm.organisation, code="project-leader")
    assign_role(firm.person("Ada"), role, firm.project.scope, from_date=dt.date(2099, 1, 1), actor=SYSTEM)
    found = told(firm, "Ada")
    assert [each.assignment.role.code for each in found.held] == ["project-manager"]
    assert [each.role.code for each in found.coming] == ["project-leader"]
    assert found.totals.share_percent == 100


@pytest.mark.django_db
def test_the_page_shows_all_of_it_and_another_sees_only_what_they_may(firm: World, stranger: World) -> None:
    firm.give("Tom", "team-member")
    ask_decision(firm.project.scope, title="Second crane", amount_minor=100, actor=firm.actor("Tom"))
    promise(
        firm.person("Ada"), firm.project.scope, what="A draft", due_on=dt.date(2099, 1, 1),
        to_name="Client", actor=SYSTEM,
    )  # fmt: skip
    address = f"/people/{firm.person('Ada').key}/remit/"

    own = firm.client("Ada").get(address).content.decode()
    for words in ("Second crane", "A draft", "Tunnel", "500,000", "Charter"):
        assert words in own
    assert address in firm.client("Ada").get("/").content.decode()
    by_tom = firm.client("Tom").get(address).content.decode()
    assert "Bridge" in by_tom
    assert "Tunnel" not in by_tom
    assert "500,000" not in by_tom
    stranger.give("Zed", "portfolio-manager", stranger.root)
    assert stranger.client("Zed").get(f"/people/{firm.person('Mia').key}/remit/").status_code == 404


@pytest.mark.django_db
def test_the_api_tells_the_same_sums(firm: World) -> None:
    answer: dict[str, Any] = firm.client("Ada").get(f"/api/v1/people/{firm.person('Ada').key}/remit").json()
    assert (answer["allocation_percent"], answer["budget_minor"], answer["project_count"]) == (
        200,
        500_000_00,
        2,
    )
    assert answer["letters"] == {"A": 2, "R": 3, "C": 0, "I": 0}
    assert sum(each["allocation_percent"] for each in answer["held"]) == 200
