"""Who may send: tokens and sessions, what each must prove, and what a refusal says."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from remit.accounts.models import ApiToken
from remit.conftest import World
from remit.projects.models import Project
from remit.web.tests.api_calls import Caller, assert_problem, caller, token_of


@pytest.mark.django_db
def test_without_sign_in_the_answer_says_how() -> None:
    response = Client().get("/api/v1/me")
    assert_problem(response, 401, "not_signed_in")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_says_who_it_stands_for(world: World) -> None:
    me = caller(world, "Ada", "project-manager").get("/me").json()
    assert me["name"] == "Ada"
    assert me["roles"] == ["project-manager"]
    assert "plan.edit" in me["capabilities"]
    assert me["may_write"] is True


@pytest.mark.parametrize(
    "fields", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now() - dt.timedelta(seconds=1)}]
)
def test_a_revoked_or_expired_token_is_nobody(world: World, fields: dict[str, dt.datetime]) -> None:
    ada = caller(world, "Ada", "project-manager")
    ApiToken.objects.update(**fields)
    assert_problem(ada.get("/me"), 401)


def test_a_disabled_user_is_nobody(world: World) -> None:
    ada = caller(world, "Ada", "project-manager")
    user = world.person("Ada").user
    assert user is not None
    user.is_active = False
    user.save()
    assert_problem(ada.get("/me"), 401)


@pytest.mark.parametrize("token", ["", " ", "x", "remit_é", "a" * 5000, "remit_\x00"])
def test_a_token_that_nobody_gave_out_is_nobody_even_beside_a_session(world: World, token: str) -> None:
    world.give("Ada", "project-manager")
    response = world.client("Ada").get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert_problem(response, 401)


def test_trying_tokens_is_slowed_down_and_a_right_one_is_not(world: World) -> None:
    ada = caller(world, "Ada", "project-manager")
    wrong = Caller("remit_wrong", Client())
    answers = [wrong.get("/me") for _ in range(31)]
    assert answers[29].status_code == 401
    assert_problem(answers[30], 429, "too_many")
    assert answers[30].headers["Retry-After"] == "300"
    assert ada.get("/me").status_code == 200


def test_a_token_that_may_only_read_reads_and_changes_nothing(world: World) -> None:
    ada = caller(world, "Ada", "project-manager", may_write=False)
    path = f"/projects/{world.project.key}"
    assert ada.get(path).status_code == 200
    for refused in (
        ada.patch(path, {"name": "New", "version": 1}),
        ada.post(f"{path}/activities", {"name": "New"}),
        ada.post(f"{path}/activities", {"name": "New"}, Idempotency_Key="k"),
        ada.delete(f"{path}/activities/T-1"),
    ):
        assert_problem(refused, 403, "not_allowed")
    assert Project.objects.get(pk=world.project.pk).name == "Bridge"


def test_a_session_reads_but_must_prove_its_origin_to_write(world: World) -> None:
    world.give("Ada", "project-manager")
    user = world.person("Ada").user
    assert user is not None
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    path = f"/api/v1/projects/{world.project.key}"
    assert client.get(path).status_code == 200
    body = {"name": "Taken over", "version": 1}
    assert_problem(client.patch(path, body, content_type="application/json"), 403)
    assert Project.objects.get(pk=world.project.pk).name == "Bridge"
    client.cookies["remit_csrf"] = "a" * 32
    proven = client.patch(path, body, content_type="application/json", headers={"X-CSRFToken": "a" * 32})
    assert proven.status_code == 200, proven.content


def test_a_token_needs_no_proof_of_origin(world: World) -> None:
    ada = Caller(caller(world, "Ada", "project-manager").token, Client(enforce_csrf_checks=True))
    assert ada.patch(f"/projects/{world.project.key}", {"name": "New", "version": 1}).status_code == 200


def test_who_left_is_nobody_of_the_organisation(world: World) -> None:
    world.give("Ada", "project-manager")
    token = token_of(world, "Ada")
    person = world.person("Ada")
    person.left_on = dt.date(2020, 1, 1)
    person.save()
    ada = Caller(token, Client())
    assert ada.get("/me").json()["capabilities"] == []
    assert ada.get("/projects").json() == {"items": [], "count": 0, "next": None}
    assert_problem(ada.get("/organisation"), 403)
