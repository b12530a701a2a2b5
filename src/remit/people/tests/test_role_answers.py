"""Is it in my role? Yes, no and whose, or that the catalogue says nothing; with the line that decides it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from remit.conftest import World
from remit.people.catalogue import CATALOGUE
from remit.people.models import Role
from remit.people.role_answers import Catalogue
from remit.people.word_matching import match, stems, weights

ROLES = {each.code: Role(pk=number, **each.stated()) for number, each in enumerate(CATALOGUE, start=1)}
WHOLE = Catalogue(list(ROLES.values()))

QUESTIONS = [
    ("project-manager", "approve the budget", "no", "sponsor"),
    ("sponsor", "approve the budget", "yes", ""),
    ("project-leader", "Who approves a change of the budget?", "no", "sponsor"),
    ("project-manager", "stop the project", "no", "sponsor"),
    ("project-manager", "set the price", "no", "product-manager"),
    ("product-manager", "pricing", "yes", ""),
    ("product-manager", "accept story 114", "no", "product-owner"),
    ("project-manager", "manage risks", "yes", ""),
    ("project-manager", "accept a deliverable", "no", "acceptor"),
    ("acceptor", "accept a deliverable", "yes", ""),
    ("scrum-master", "hiring", "no", "delivery-manager"),
    ("scrum-master", "assign tasks", "no", "developer"),
    ("developer", "order of the backlog", "no", "product-owner"),
    ("project-manager", "team morale", "no", "delivery-manager"),
    ("project-manager", "which projects are chosen", "no", "portfolio-manager"),
    ("team-member", "appoint the project manager", "no", "sponsor"),
    ("project-manager", "stop unsafe work", "no", "construction-manager"),
    ("account-manager", "renewal of the contract", "yes", ""),
    ("operations-manager", "Do I accept the handover?", "yes", ""),
    ("project-leader", "change the baseline", "no", "project-manager"),
    ("project-manager", "the menu of the canteen", "unclear", ""),
    ("administrator", "feed the cat", "unclear", ""),
]


@pytest.mark.parametrize(("code", "question", "verdict", "whose"), QUESTIONS)
def test_everyday_questions_get_the_answer_of_the_catalogue(
    code: str, question: str, verdict: str, whose: str
) -> None:
    answer = WHOLE.answer(ROLES[code], question)
    assert answer.verdict == verdict
    if whose:
        assert answer.whose[0].code == whose
    assert (answer.decided_by is None) == (verdict == "unclear")


@given(some.data())
def test_a_question_in_the_words_of_a_line_is_answered_by_its_role(data: some.DataObject) -> None:
    role = ROLES[data.draw(some.sampled_from(sorted(ROLES)))]
    line = data.draw(some.sampled_from([*[each["text"] for each in role.responsibilities], *role.decisions]))
    assert WHOLE.answer(role, line).verdict == "yes" or not stems(line)


@given(some.data())
def test_what_a_role_expressly_leaves_to_another_is_that_ones(data: some.DataObject) -> None:
    named = [(role, each) for role in ROLES.values() for each in role.exclusions if each["role"]]
    role, each = data.draw(some.sampled_from(named))
    answer = WHOLE.answer(role, each["text"])
    assert answer.verdict == "no"
    assert each["role"] in {other.code for other in answer.whose}


@given(some.text(max_size=60), some.text(max_size=60))
def test_a_fit_lies_between_none_and_whole(question: str, line: str) -> None:
    weighing = weights([line, question])
    fit = match(question, line, weighing)
    assert 0.0 <= fit <= 1.0 + 1e-9
    if stems(question):
        assert match(question, question, weighing) == pytest.approx(1.0)


def test_rare_words_decide_more_than_common_ones() -> None:
    weighing = weights(["plan the work", "plan the week", "plan the audit"])
    assert match("plan audit", "the audit", weighing) > match("plan audit", "the plan", weighing)


def test_the_page_answers_for_the_roles_that_one_holds_and_names_whose_it_is(world: World) -> None:
    world.give("Ann", "project-leader")
    world.give("Sue", "sponsor")
    page = world.client("Ann").get("/roles/ask/?q=approve the budget").content.decode()
    assert 'status-red">No' in page
    assert "“Approval of the budget”" in page
    assert "Sue" in page


def test_somebody_without_a_role_is_told_whose_it_is(world: World) -> None:
    page = world.client("Ann").get("/roles/ask/?q=approve the budget").content.decode()
    assert "You hold no role" in page
    assert "/roles/sponsor/" in page


def test_a_named_role_is_asked_whoever_asks(world: World) -> None:
    page = world.client("Ann").get("/roles/ask/?q=approve the budget&role=sponsor").content.decode()
    assert 'status-green">Yes' in page
    assert world.client("Ann").get("/roles/ask/?q=x&role=none-such").status_code == 404


def test_people_are_named_only_where_one_may_see_them(world: World) -> None:
    world.give("Ann", "project-leader")
    world.give("Sue", "sponsor")
    page = world.client("Otto").get("/roles/ask/?q=approve the budget&role=project-leader").content.decode()
    assert 'status-red">No' in page
    assert "Sue" not in page


@pytest.mark.parametrize(
    ("typed", "label", "path"),
    [
        ("is approving the budget in my role?", "Project leader: No", "/roles/ask/?q=approving+the+budget"),
        (
            "compare sponsor and project manager",
            "Compare: Sponsor, Project manager",
            "/roles/compare/?role=sponsor&role=project-manager",
        ),
        ("SRO", "Senior responsible owner", "/roles/programme-sponsor/"),
    ],
)
def test_the_palette_finds_compares_and_answers(world: World, typed: str, label: str, path: str) -> None:
    world.give("Ann", "project-leader")
    answers = world.client("Ann").get("/palette", {"q": typed}).json()["answers"]
    assert (label, path) in [(each["label"], each["url"]) for each in answers]
