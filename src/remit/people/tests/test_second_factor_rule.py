"""Whoever must have a second factor and has none sets one up before anything else; the others go on."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from remit.accounts.models import User
from remit.accounts.operations.tokens import create_token
from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.operations.second_factor import require_second_factor
from remit.people.second_factor import without_one

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FIRST = "/second-factor/"


@pytest.fixture(autouse=True)
def _no_limits_from_earlier_tests() -> None:
    cache.clear()


@pytest.fixture
def ada(world: World) -> User:
    world.give("Ada", "project-manager")
    user = world.person("Ada").user
    assert user is not None
    return user


def demand(world: World, of: str = "everybody", *roles: str) -> None:
    organisation = world.organisation
    organisation.refresh_from_db()
    require_second_factor(
        organisation, of=of, roles=roles, version=organisation.version, actor=system_actor()
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def code(secret: str = SECRET) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


PAGES = (
    "/",
    "/projects/",
    "/projects/P-1/plan/",
    "/account/",
    "/account/tokens/new/",
    "/account/feeds/new/",
    "/accounts/email/",
)


@pytest.mark.parametrize("path", PAGES)
def test_who_has_none_is_led_to_set_one_up_from_everywhere(world: World, ada: User, path: str) -> None:
    client = signed_in(ada)
    demand(world)
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, FIRST)
    assert "Use an app" in client.get(FIRST).content.decode()


def test_a_form_sent_before_it_changes_nothing(world: World, ada: User) -> None:
    client = signed_in(ada)
    demand(world)
    client.post("/projects/P-1/edit/", {"name": "Canal", "version": "1", "starts_on": "2026-06-01"})
    world.project.refresh_from_db()
    assert world.project.name == "Bridge"


def test_setting_one_up_is_possible_and_opens_everything(world: World, ada: User) -> None:
    demand(world)
    client = signed_in(ada)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    made = client.post("/accounts/2fa/totp/activate/", {"code": code(page.context["form"].secret)})
    assert made.status_code == 302
    assert client.get(made.headers["Location"]).status_code == 200, "the recovery codes are shown"
    assert client.get("/projects/").status_code == 200


def test_signing_out_is_possible(world: World, ada: User) -> None:
    demand(world)
    client = signed_in(ada)
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_programs_and_parts_of_pages_are_told_in_words(world: World, ada: User) -> None:
    client = signed_in(ada)
    _row, raw = create_token(ada, name="T", may_write=False, days=1, actor=world.actor("Ada"))
    demand(world)
    bearer = Client().get("/api/v1/projects", headers={"Authorization": f"Bearer {raw}"})
    session = client.get("/api/v1/projects")
    chart = client.get("/projects/P-1/plan/data", headers={"Accept": "application/json"})
    part = client.get("/projects/", headers={"HX-Request": "true"})
    assert [answer.status_code for answer in (bearer, session, chart, part)] == [403] * 4
    assert "second factor" in bearer.json()["detail"]
    TOTP.activate(ada, SECRET)
    again = Client().get("/api/v1/projects", headers={"Authorization": f"Bearer {raw}"})
    assert again.status_code == 200


def test_recovery_codes_alone_are_no_second_factor(world: World, ada: User) -> None:
    RecoveryCodes.activate(ada)
    demand(world)
    client = world.client("Ada")
    assert client.get("/projects/").status_code == 302


def test_only_those_who_hold_the_role_anywhere_must(world: World, ada: User) -> None:
    world.give("Bob", "team-member")
    demand(world, "roles", "project-manager", "sponsor")
    assert world.client("Ada").get("/projects/").status_code == 302
    assert world.client("Bob").get("/projects/").status_code == 200
    assert [person.name for person in without_one(world.organisation)] == []
    world.organisation.refresh_from_db()
    assert [person.name for person in without_one(world.organisation)] == ["Ada"]


def test_another_organisation_is_not_concerned(world: World, stranger: World) -> None:
    stranger.give("Olga", "project-manager")
    demand(world)
    assert stranger.client("Olga").get("/projects/").status_code == 200


def test_the_last_one_cannot_be_given_up_while_it_is_demanded(world: World, ada: User) -> None:
    client = signed_in(ada)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    TOTP.activate(ada, SECRET)
    demand(world)
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=ada, type="totp").exists()
    demand(world, "nobody")
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=ada, type="totp").exists()


def test_an_administrator_switches_it_on_the_page_and_it_stands_in_the_record(world: World) -> None:
    world.give("Root", "administrator", world.root)
    user = world.person("Root").user
    assert user is not None
    TOTP.activate(user, SECRET)
    client = world.client("Root")
    page = client.get("/people/sign-ins/second-factor/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    sent = {"of": "roles", "roles": ["sponsor", "administrator"], "version": version[1]}
    assert client.post("/people/sign-ins/second-factor/", sent).status_code == 302
    world.organisation.refresh_from_db()
    assert world.organisation.second_factor_roles == ["administrator", "sponsor"]
    event = AuditEvent.objects.get(operation="people.require_second_factor")
    assert event.changes["second_factor_of"] == ["nobody", "roles"]

    stale = client.post("/people/sign-ins/second-factor/", {**sent, "roles": ["sponsor", "team-member"]})
    assert stale.status_code == 409
    assert re.search(r'value="team-member"[^>]* checked', stale.content.decode()), "what was chosen stays"


def test_rules_that_cannot_be_are_refused(world: World) -> None:
    for of, roles in (("sometimes", ()), ("roles", ()), ("roles", ("king",))):
        with pytest.raises(Invalid):
            demand(world, of, *roles)
    with pytest.raises(Conflict):
        require_second_factor(world.organisation, of="everybody", version=99, actor=system_actor())
    world.give("Max", "portfolio-manager", world.root)
    with pytest.raises(NotAllowed):
        require_second_factor(
            world.organisation, of="nobody", version=world.organisation.version, actor=world.actor("Max")
        )
