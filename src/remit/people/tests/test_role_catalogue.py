"""The catalogue that organisations begin with, and how those that stand are brought a new edition of it."""

import re
from pathlib import Path

import pytest

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.registries import capabilities
from remit.people.catalogue import CATALOGUE, EDITION
from remit.people.catalogue.distinctions import DISTINCTIONS
from remit.people.models import Area, Role
from remit.people.operations.assignments import acknowledge_role
from remit.people.operations.roles import behind, bring_catalogue, change_role
from remit.people.role_content import check

SYSTEM = system_actor()
CODES = {each.code for each in CATALOGUE}
NAMED_BY_THE_DESIGN = {
    "product-manager", "project-manager", "project-leader", "product-owner", "scrum-master", "developer",
    "programme-manager", "portfolio-manager", "delivery-manager", "account-manager", "construction-manager",
    "operations-manager", "systems-analyst", "sponsor", "programme-sponsor", "department-head", "benefits-owner",
    "project-assurance", "team-member", "acceptor", "hr-partner", "administrator", "me-officer",
    "me-services-lead", "it-manager",
}  # fmt: skip


def test_every_role_of_the_design_is_there_once() -> None:
    assert sorted(each.code for each in CATALOGUE) == sorted(NAMED_BY_THE_DESIGN)


@pytest.mark.parametrize("role", CATALOGUE, ids=lambda role: role.code)
def test_every_field_of_a_role_is_filled_and_names_what_there_is(role: object) -> None:
    stated = next(each for each in CATALOGUE if each is role).stated()
    content = {name: value for name, value in stated.items() if name != "code"}
    check(content, CODES)
    for name, value in content.items():
        assert value not in {"", None} if not isinstance(value, list) else value, name
    assert all(each["area"] in Area.values for each in content["responsibilities"])
    assert len(content["responsibilities"]) >= 3


def test_every_distinction_is_about_roles_that_there_are() -> None:
    pairs = [each.roles for each in DISTINCTIONS if each.roles]
    assert all(len(pair) == 2 and pair <= CODES for pair in pairs)
    assert len(pairs) == len(set(pairs)) == 13


def test_every_right_that_the_source_asks_for_can_be_given_and_explains_itself() -> None:
    source = Path(__file__).parents[2]
    asked = {
        found
        for path in source.rglob("*.py")
        if "tests" not in path.parts
        for found in re.findall(r'(?:can|can_anywhere|reach|paths)\(\s*"([a-z]+\.[a-z]+)"', path.read_text())
    }
    assert {"plan.edit", "role.edit", "project.view"} <= asked
    assert asked <= {each.code for each in capabilities}
    assert all(str(each.label) and str(each.explanation) for each in capabilities)


def test_a_new_organisation_has_every_role_with_its_first_version(world: World) -> None:
    roles = Role.objects.filter(organisation=world.organisation)
    assert {role.code for role in roles} == CODES
    assert {role.versions.get().number for role in roles} == {1}
    assert world.organisation.catalogue_edition == EDITION
    assert behind() == []


def test_an_organisation_of_an_earlier_edition_gets_what_it_lacks_and_keeps_what_it_made(
    world: World,
) -> None:
    world.give("Adam", "administrator", world.root)
    own = Role.objects.get(code="sponsor")
    change_role(own, version=1, actor=world.actor("Adam"), purpose="Ours.")
    Role.objects.filter(code__in=["hr-partner", "it-manager"]).delete()
    Role.objects.filter(code="project-leader").update(purpose="As it was.", capabilities=["project.view"])
    world.organisation.catalogue_edition = 0
    world.organisation.save()
    assert behind() == [world.organisation]

    added = bring_catalogue(world.organisation, actor=SYSTEM)

    assert {role.code for role in added} == {"hr-partner", "it-manager"}
    assert behind() == []
    leader = Role.objects.get(code="project-leader")
    assert (leader.version, leader.purpose) == (2, "Lead the working team daily and technically.")
    assert leader.capabilities == ["project.view"], "an edition gives nobody a right"
    own.refresh_from_db()
    assert (own.version, own.purpose) == (2, "Ours.")
    events = AuditEvent.objects.filter(operation="people.bring_catalogue")
    assert [event.object_key for event in events.order_by("sequence")] == ["project-leader", "O-1"]
    assert bring_catalogue(world.organisation, actor=SYSTEM) == []
    leader.refresh_from_db()
    assert leader.version == 2


def test_a_right_that_came_with_a_newer_edition_reaches_the_roles_that_were_never_changed(
    world: World,
) -> None:
    world.give("Adam", "administrator", world.root)
    world.give("Lea", "project-leader")
    acknowledge_role(world.person("Lea").assignments.get(), version=1, actor=world.actor("Lea"))
    own = Role.objects.get(code="project-manager")
    less = [code for code in own.capabilities if code != "plan.edit"]
    change_role(own, version=1, actor=world.actor("Adam"), capabilities=less)
    leader = Role.objects.get(code="project-leader")
    withheld = [code for code in leader.capabilities if code not in {"plan.edit", "audit.view"}]
    Role.objects.filter(code="project-leader").update(capabilities=withheld)
    world.organisation.known_rights.remove("plan.edit")
    world.organisation.save()
    assert behind() == [world.organisation]

    bring_catalogue(world.organisation, actor=SYSTEM)

    assert behind() == []
    leader.refresh_from_db()
    assert "plan.edit" in leader.capabilities
    assert "audit.view" not in leader.capabilities, "what there was before, somebody took away"
    held = world.person("Lea").assignments.get()
    assert (leader.version, held.acknowledged_version) == (2, 2), "nobody reads again what is the same"
    own.refresh_from_db()
    assert "plan.edit" not in own.capabilities, "a role that was changed stays as it is"
