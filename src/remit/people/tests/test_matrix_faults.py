"""What is wrong with a matrix: every planted fault is found, and a clean one has none."""

import datetime as dt

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict
from remit.people.findings import Judged, judged
from remit.people.grids import stands_on
from remit.people.matrix_templates import TEMPLATES
from remit.people.models import Assignment, Person, ResponsibilityMatrix
from remit.people.operations.absences import request_leave
from remit.people.operations.assignment_changes import change_assignment
from remit.people.operations.assignments import acknowledge_role, assign_role, end_assignment
from remit.people.operations.matrices import judgement
from remit.people.operations.matrix_edits import add_party, add_responsibility
from remit.people.operations.organisation import create_programme
from remit.people.operations.roles import change_role
from remit.people.tests.staffed import Staffed, read_by_all, staffed

SYSTEM = system_actor()
MONDAY = dt.date(2026, 1, 5)


@pytest.fixture
def firm(world: World) -> Staffed:
    return staffed(world)


def codes(matrix: ResponsibilityMatrix) -> list[str]:
    return [each.code for each in judgement(matrix).findings]


def found(firm: Staffed) -> Judged:
    return judged(firm.world.organisation, [firm.scope], writer=SYSTEM)[0]


def test_a_clean_matrix_gives_no_finding(firm: Staffed) -> None:
    assert codes(firm.small()) == []


@pytest.mark.parametrize("template", [code for code, each in TEMPLATES.items() if each.kind == "project"])
def test_every_template_for_a_project_is_clean_where_its_roles_are_held(firm: Staffed, template: str) -> None:
    firm.world.give("Con", "construction-manager")
    read_by_all(firm.world.organisation)
    draft = firm.draft(template)
    assert [each.words for each in judgement(firm.fresh(draft)).findings] == []
    assert len(draft.rows.all()) == 16


def test_the_template_for_a_programme_is_clean_where_its_roles_are_held(firm: Staffed) -> None:
    programme = create_programme(firm.world.organisation, name="Roads", actor=SYSTEM)
    firm.world.give("Gina", "programme-manager", programme)
    firm.world.give("Otto", "programme-sponsor", programme)
    read_by_all(firm.world.organisation)
    draft = firm.draft("programme", scope=programme)
    assert [each.words for each in judgement(firm.fresh(draft)).findings] == []


# what is put into the row whose A the sponsor holds and which the manager does, and what is found
PLANTED = {
    "no-accountable": {"role:sponsor": ""},
    "two-accountable": {"role:project-manager": "AR"},
    "no-responsible": {"role:project-manager": "C"},
}


@pytest.mark.parametrize("code", PLANTED)
def test_a_row_without_exactly_one_a_and_an_r_is_an_error(firm: Staffed, code: str) -> None:
    draft = firm.small()
    key = draft.rows.get().key
    firm.put(draft, key, **PLANTED[code])
    errors = {each.code for each in judgement(draft).findings if each.is_error}
    assert code in errors


def test_a_row_of_which_all_are_only_told_is_found(firm: Staffed) -> None:
    draft = firm.small()
    firm.put(draft, draft.rows.get().key, **{"role:sponsor": "I", "role:project-manager": "I"})
    assert {"all-informed", "no-accountable", "no-responsible"} <= set(codes(draft))


def test_a_role_that_answers_and_is_vacant_is_an_error(firm: Staffed) -> None:
    draft = firm.small()
    held = Assignment.objects.get(role__code="sponsor")
    end_assignment(held, actor=SYSTEM, version=1)
    assert "accountable-vacant" in codes(draft)


def test_somebody_who_has_left_does_not_answer_any_more(firm: Staffed) -> None:
    draft = firm.small()
    Person.objects.filter(name="Sue").update(left_on=dt.date(2026, 2, 1))
    assert "accountable-vacant" in codes(draft)


def test_a_role_that_answers_and_has_several_holders_is_an_error(firm: Staffed) -> None:
    firm.world.give("Max", "project-leader")
    draft = firm.small()
    firm.put(draft, draft.rows.get().key, **{"role:sponsor": "", "role:project-leader": "A"})
    assert "several-holders" in codes(draft)


def test_more_than_three_who_do_it_are_too_many(firm: Staffed) -> None:
    draft = firm.small()
    for code in ("acceptor", "team-member"):
        add_party(draft, role=firm.role(code), actor=SYSTEM)
    key = draft.rows.get().key
    three = {f"role:{code}": "R" for code in ("project-manager", "project-leader", "acceptor")}
    firm.put(draft, key, **three)
    assert "many-responsible" not in codes(draft)
    firm.put(draft, key, **{"role:team-member": "R"})
    assert "many-responsible" in codes(draft)


def test_more_than_five_who_are_asked_and_more_than_two_fifths_of_asking_are_found(firm: Staffed) -> None:
    draft = firm.small()
    asked = ["acceptor", "team-member", "project-assurance", "portfolio-manager", "product-manager"]
    for code in asked:
        add_party(draft, role=firm.role(code), actor=SYSTEM)
    key = draft.rows.get().key
    firm.put(draft, key, **{f"role:{code}": "C" for code in asked})
    assert "many-consulted" not in codes(draft)  # five are not too many
    assert "consulted-share" in codes(draft)  # five of seven letters are
    firm.put(draft, key, **{"role:project-leader": "C"})
    assert "many-consulted" in codes(draft)


def test_two_fifths_of_asking_are_not_yet_too_much(firm: Staffed) -> None:
    draft = firm.small()
    for code in ("acceptor", "team-member"):
        add_party(draft, role=firm.role(code), actor=SYSTEM)
    letters = {"role:acceptor": "C", "role:team-member": "C", "role:project-manager": "R"}
    firm.put(draft, draft.rows.get().key, **letters, **{"role:project-leader": "R"})
    assert "consulted-share" not in codes(draft)  # two of five


def test_whoever_answers_needs_the_authority_and_the_limit_that_it_takes(firm: Staffed) -> None:
    draft = firm.small()
    row = draft.rows.get()
    held = Assignment.objects.get(role__code="sponsor")
    held.money_limit_minor = 25_000_00
    held.save()
    row.authority, row.money_minor = 5, 25_000_00
    row.save()
    assert codes(draft) == []  # at the limit is within it
    row.money_minor = 25_001_00
    row.save()
    assert codes(draft) == ["limit-below"]
    firm.put(draft, row.key, **{"role:sponsor": "C", "role:project-leader": "A"})
    assert "authority-below" in codes(draft)


def rows(firm: Staffed, draft: ResponsibilityMatrix, count: int, accountable: str) -> None:
    words = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliet",
             "Kilo", "Lima", "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango")  # fmt: skip
    done = draft.rows.count()
    for word in words[done : done + count]:
        row = add_responsibility(draft, text=word, area="scope", actor=SYSTEM)
        firm.put(draft, row.key, **{accountable: "A", "role:project-leader": "R"})


def test_more_than_a_quarter_of_a_scope_is_too_much_for_one(firm: Staffed) -> None:
    draft = firm.small()
    for code in ("acceptor", "project-assurance"):
        add_party(draft, role=firm.role(code), actor=SYSTEM)
    rows(firm, draft, 4, "role:project-manager")
    rows(firm, draft, 4, "role:acceptor")
    rows(firm, draft, 4, "role:project-assurance")
    rows(firm, draft, 3, "role:sponsor")
    assert codes(draft) == []  # four of sixteen each
    rows(firm, draft, 1, "role:project-manager")
    assert codes(draft) == ["overloaded"]  # five of seventeen


def test_a_column_that_neither_does_nor_answers_is_found(firm: Staffed) -> None:
    draft = firm.small()
    firm.put(draft, draft.rows.get().key, **{"role:project-leader": "I"})
    assert codes(draft) == ["only-informed"]


def test_rows_that_sound_alike_and_have_two_who_answer_are_found_once(firm: Staffed) -> None:
    draft = firm.small()
    for text, code in (
        ("Gather and agree the customer requirements", "role:project-manager"),
        ("Customer requirements: gather, agree", "role:sponsor"),
    ):
        row = add_responsibility(draft, text=text, area="customer", actor=SYSTEM)
        firm.put(draft, row.key, **{code: "A", "role:project-leader": "R"})
    overlaps = [each for each in judgement(draft).findings if each.code == "overlap"]
    assert len(overlaps) == 1
    assert "Sue" in overlaps[0].words
    assert "Ada" in overlaps[0].words


def test_rows_that_sound_alike_are_no_fault_where_one_person_answers_for_both(firm: Staffed) -> None:
    draft = firm.small()
    for text in ("Gather customer requirements", "Customer requirements gathered"):
        row = add_responsibility(draft, text=text, area="customer", actor=SYSTEM)
        firm.put(draft, row.key, **{"role:sponsor": "A", "role:project-leader": "R"})
    assert codes(draft) == []


def test_whoever_runs_the_work_does_not_check_it(firm: Staffed) -> None:
    draft = firm.small()
    row = add_responsibility(draft, text="Independent check", area="assurance", actor=SYSTEM)
    firm.put(draft, row.key, **{"role:project-manager": "A", "role:project-leader": "R"})
    wrong = [each for each in judgement(draft).findings if each.code == "checks-own-work"]
    assert [each.is_error for each in wrong] == [True]


def test_a_firm_of_fewer_than_ten_is_only_warned_of_checking_the_own_work(world: World) -> None:
    firm = staffed(world, firm=0)
    draft = firm.small()
    row = add_responsibility(draft, text="Independent check", area="assurance", actor=SYSTEM)
    firm.put(draft, row.key, **{"role:project-manager": "A", "role:project-leader": "R"})
    wrong = [each for each in judgement(draft).findings if each.code == "checks-own-work"]
    assert [each.is_error for each in wrong] == [False]


def test_duties_that_one_person_holds_here_and_above_are_found(firm: Staffed) -> None:
    """Giving both at one scope is refused; one of them from above is what remains to be found."""
    assert [each.code for each in found(firm).findings] == []
    ada = firm.world.person("Ada")
    assign_role(ada, firm.role("project-assurance"), firm.world.root, actor=SYSTEM, from_date=MONDAY)
    wrong = found(firm).findings
    assert [(each.code, each.is_error) for each in wrong] == [("separation", True)]
    assert "Ada" in wrong[0].words


def test_the_same_duties_in_two_projects_are_no_fault(firm: Staffed) -> None:
    programme = create_programme(firm.world.organisation, name="Roads", actor=SYSTEM)
    assign_role(
        firm.world.person("Ada"), firm.role("project-assurance"), programme, actor=SYSTEM, from_date=MONDAY
    )
    assert found(firm).findings == ()


def test_a_running_project_without_manager_or_sponsor_is_found(firm: Staffed) -> None:
    for code in ("project-manager", "sponsor"):
        end_assignment(Assignment.objects.get(role__code=code), actor=SYSTEM, version=1)
    assert [each.code for each in found(firm).findings] == ["role-vacant", "role-vacant"]


def test_a_building_project_needs_a_construction_manager(firm: Staffed) -> None:
    type(firm.world.project).objects.update(kind="construction")
    assert [each.code for each in found(firm).findings] == ["role-vacant"]
    firm.world.give("Con", "construction-manager")
    assert found(firm).findings == ()


def test_a_closed_project_is_not_judged_any_more(firm: Staffed) -> None:
    end_assignment(Assignment.objects.get(role__code="sponsor"), actor=SYSTEM, version=1)
    type(firm.world.project).objects.update(phase="closed")
    assert found(firm).findings == ()


def test_a_team_of_more_than_nine_without_a_leader_is_advised_to_have_one(firm: Staffed) -> None:
    end_assignment(Assignment.objects.get(role__code="project-leader"), actor=SYSTEM, version=1)
    for number in range(8):
        firm.world.give(f"Member{number}", "team-member")
    assert found(firm).findings == ()
    firm.world.give("Member9", "team-member")
    assert [each.code for each in found(firm).findings] == ["role-advised"]


def test_every_finding_says_what_is_wrong_what_mends_it_and_where(firm: Staffed) -> None:
    draft = firm.small()
    firm.put(draft, draft.rows.get().key, **{"role:sponsor": "", "role:project-leader": "I"})
    end_assignment(Assignment.objects.get(role__code="sponsor"), actor=SYSTEM, version=1)
    client = firm.world.client("Ada")
    wrong = judgement(draft).findings
    assert len({each.code for each in wrong}) == 3
    for each in wrong:
        assert each.words
        assert each.fix
        assert client.get(each.url).status_code == 200


def day() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def away(firm: Staffed, name: str, first: int, last: int) -> None:
    starts, ends = (day() + dt.timedelta(days=each) for each in (first, last))
    request_leave(firm.world.person(name), from_date=starts, to_date=ends, actor=SYSTEM)


def sponsor() -> Assignment:
    found: Assignment = Assignment.objects.get(role__code="sponsor", ended_at=None)
    return found


def test_whoever_answers_and_has_not_acknowledged_the_role_as_it_stands_is_an_error(firm: Staffed) -> None:
    draft = firm.small()
    role = firm.role("sponsor")
    change_role(role, version=role.version, purpose="Owns the case.", actor=SYSTEM)
    wrong = judgement(draft).findings
    assert [(each.code, each.is_error, each.url) for each in wrong] == [
        ("accountable-unread", True, f"/assignments/{sponsor().key}/")
    ]
    with pytest.raises(Conflict, match="has not acknowledged"):
        firm.activate(draft)
    acknowledge_role(sponsor(), version=2, actor=SYSTEM)
    assert firm.activate(draft).state == "active"


def test_whoever_answers_and_is_away_for_long_without_a_deputy_is_an_error(firm: Staffed) -> None:
    draft = firm.small()
    firm.activate(draft)
    away(firm, "Sue", -1, 20)
    wrong = found(firm).findings
    assert [(each.code, each.is_error) for each in wrong] == [("accountable-away", True)]
    assert "Sue" in wrong[0].words
    held = sponsor()
    change_assignment(held, version=held.version, deputy=firm.world.person("Max"), actor=SYSTEM)
    assert found(firm).findings == ()
    away(firm, "Max", 0, 0)  # the deputy is not there either
    assert [each.code for each in found(firm).findings] == ["accountable-away"]


def test_what_somebody_is_to_do_is_told_once_with_all_rows_that_it_touches(firm: Staffed) -> None:
    draft = firm.small()
    first = draft.rows.get()
    second = add_responsibility(draft, text="Money of the project", area="cost", actor=SYSTEM)
    firm.put(draft, second.key, **{"role:sponsor": "A", "role:project-manager": "R"})
    role = firm.role("sponsor")
    change_role(role, version=role.version, purpose="Owns the case.", actor=SYSTEM)
    away(firm, "Sue", -1, 20)

    wrong = judgement(draft).findings

    told = [(each.code, each.rows) for each in wrong if each.code.startswith("accountable-")]
    assert sorted(told) == [
        ("accountable-away", (first.key, second.key)),
        ("accountable-unread", (first.key, second.key)),
    ]


@pytest.mark.parametrize("span", [(0, 10), (1, 40), (-40, -1)], ids=["short", "to come", "over"])
def test_an_absence_that_is_short_to_come_or_over_is_no_fault(firm: Staffed, span: tuple[int, int]) -> None:
    firm.activate(firm.small())
    away(firm, "Sue", *span)
    assert found(firm).findings == ()


@pytest.mark.parametrize(
    ("named", "stands"),
    [
        ((None, None, None), True),
        ((0, 0, 0), True),
        ((1, None, None), False),
        ((None, -1, None), False),
        ((None, None, -1), False),
    ],
)
def test_a_deputy_stands_in_on_the_days_that_are_named_and_until_they_leave(
    named: tuple[int | None, int | None, int | None], *, stands: bool
) -> None:
    today = dt.date(2026, 6, 1)
    dates = [None if each is None else today + dt.timedelta(days=each) for each in named]
    assert stands_on(today, *dates) is stands
