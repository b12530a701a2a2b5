"""The security log: what happens at the doors, without secrets, without end of growth, without forged lines."""

import datetime as dt

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import timezone

from remit.accounts import security_log
from remit.accounts.models import SecurityEvent, SecurityKind, User
from remit.accounts.operations.tokens import create_token
from remit.accounts.security_log import note, tidy
from remit.accounts.tests.conftest import PASSWORD, path_in_mail
from remit.conftest import World

pytestmark = pytest.mark.django_db
WRONG = "a wrong horse canary 7f3a"


def user_of(world: World, name: str) -> User:
    user = world.person(name).user
    assert user is not None
    return user


def events(kind: SecurityKind) -> list[SecurityEvent]:
    return list(SecurityEvent.objects.filter(kind=kind))


def only(kind: SecurityKind) -> SecurityEvent:
    (event,) = events(kind)
    return event


def attempt(email: str, password: str) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": password})
    return client


def test_signing_in_and_out_stand_with_person_means_and_place(world: World) -> None:
    client = attempt(user_of(world, "Ada").email, PASSWORD)
    event = only(SecurityKind.SIGNED_IN)
    stated = (event.actor_name, event.what, event.source, event.organisation_id)
    assert stated == ("Ada", "password", "127.0.0.1", world.organisation.pk)
    client.post("/accounts/logout/")
    assert only(SecurityKind.SIGNED_OUT).actor_key == world.person("Ada").key


def test_a_failed_sign_in_stands_at_whose_it_would_have_been(world: World) -> None:
    attempt(user_of(world, "Ada").email.upper(), WRONG)
    assert only(SecurityKind.SIGN_IN_FAILED).actor_name == "Ada"


def test_an_address_that_nobody_has_stands_nowhere(world: World) -> None:
    attempt("somebody.else@elsewhere.example", WRONG)
    event = only(SecurityKind.SIGN_IN_FAILED)
    assert (event.organisation_id, event.actor_key, event.actor_name) == (0, "", "")
    assert "elsewhere" not in str(SecurityEvent.objects.values())


def test_a_wrong_code_of_a_second_factor_stands_in_it(world: World) -> None:
    TOTP.activate(user_of(world, "Ada"), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    attempt(user_of(world, "Ada").email, PASSWORD).post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert only(SecurityKind.SECOND_FACTOR_FAILED).actor_name == "Ada"
    assert events(SecurityKind.SIGNED_IN) == []


def test_asking_for_a_reset_and_using_it_stand_in_it(world: World) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": user_of(world, "Ada").email})
    client.post("/accounts/password/reset/", {"email": "nobody@elsewhere.example"})
    form = client.get(path_in_mail(-2), follow=True)
    new = "a wholly different sentence"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sorted(each.actor_name for each in events(SecurityKind.RESET_ASKED)) == ["", "Ada"]
    assert only(SecurityKind.PASSWORD_RESET).actor_name == "Ada"
    assert len(mail.outbox) >= 2


def test_a_refusal_stands_with_what_was_refused(world: World) -> None:
    world.give("Bob", "team-member")
    world.client("Bob").get("/projects/P-1/edit/")
    event = only(SecurityKind.REFUSED)
    assert (event.actor_name, event.what) == ("Bob", "GET /projects/P-1/edit/")


def test_a_form_without_proof_of_origin_is_a_refusal_too(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_of(world, "Ada"))
    client.post("/account/", {"name": "x"})
    assert only(SecurityKind.REFUSED).what == "POST /account/"


def test_files_handed_out_stand_with_place_and_kind(world: World) -> None:
    world.give("Ada", "project-manager")
    client = world.client("Ada")
    client.get("/projects/?export=csv")
    client.get("/projects/?export=xlsx")
    client.get("/projects/P-1/plan/export.xml")
    assert {each.what for each in events(SecurityKind.EXPORTED)} == {
        "GET /projects/?export=csv",
        "GET /projects/?export=xlsx",
        "GET /projects/P-1/plan/export.xml",
    }


def test_a_token_that_does_not_hold_stands_without_its_text(world: World) -> None:
    Client().get("/api/v1/me", headers={"Authorization": "Bearer remit_canary-of-a-token"})
    assert only(SecurityKind.TOKEN_REFUSED).organisation_id == 0
    assert "canary" not in str(SecurityEvent.objects.values())


def test_a_refused_program_stands_as_the_person_behind_it(world: World) -> None:
    world.give("Bob", "team-member")
    _row, raw = create_token(
        user_of(world, "Bob"), name="T", may_write=False, days=1, actor=world.actor("Bob")
    )
    headers = {"Authorization": f"Bearer {raw}"}
    Client().post("/api/v1/projects", b"{}", content_type="application/json", headers=headers)
    event = only(SecurityKind.REFUSED)
    assert (event.actor_name, event.what) == ("Bob", "POST /api/v1/projects")


def test_what_was_typed_into_an_address_stands_nowhere_but_keys(rf: RequestFactory, world: World) -> None:
    secret = "canary-of-a-link"
    client = Client()
    for path in (f"/invitation/{secret}/", f"/accounts/password/reset/key/1-{secret}/"):
        client.post(path)
    world.client("Ada").get(f"/people/{secret}/edit/")
    assert secret not in str(SecurityEvent.objects.values())


def test_no_secret_stands_in_it(world: World) -> None:
    address = user_of(world, "Ada").email
    attempt(address, WRONG)
    client = attempt(address, PASSWORD)
    session = client.session.session_key or ""
    assert session
    kept = str(list(SecurityEvent.objects.values()))
    assert [secret for secret in (WRONG, PASSWORD, session, address) if secret in kept] == []


def test_the_same_again_is_counted_in_one_row(world: World) -> None:
    for _ in range(4):
        attempt(user_of(world, "Ada").email, WRONG)
    event = only(SecurityKind.SIGN_IN_FAILED)
    assert event.count == 4
    assert event.last_at >= event.began_at


def test_after_ten_minutes_a_new_row_begins(world: World) -> None:
    note(SecurityKind.SIGNED_IN, None, user_of(world, "Ada"))
    SecurityEvent.objects.update(began_at=timezone.now() - dt.timedelta(minutes=11))
    note(SecurityKind.SIGNED_IN, None, user_of(world, "Ada"))
    assert [each.count for each in events(SecurityKind.SIGNED_IN)] == [1, 1]


def test_a_flood_from_many_places_ends_in_one_row_that_counts(
    world: World, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security_log, "MOST_NEW_IN_AN_HOUR", 20)
    for number in range(60):
        note(SecurityKind.SIGN_IN_FAILED, rf.post("/", REMOTE_ADDR=f"192.0.2.{number}"), None, "password")
    rows = events(SecurityKind.SIGN_IN_FAILED)
    assert len(rows) == 21
    assert sum(each.count for each in rows) == 60
    note(
        SecurityKind.SIGN_IN_FAILED, rf.post("/", REMOTE_ADDR="192.0.2.1"), user_of(world, "Ada"), "password"
    )
    assert events(SecurityKind.SIGN_IN_FAILED)[0].actor_name == "Ada", "whom we know keeps rows of her own"


def test_old_rows_go_and_the_newest_stay(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        note(SecurityKind.REFUSED, None, user_of(world, "Ada"), f"GET /{number}/")
    now = timezone.now()
    SecurityEvent.objects.filter(what="GET /11/").update(last_at=now - dt.timedelta(days=366))
    monkeypatch.setattr(security_log, "MOST_KEPT", 5)
    tidy(now)
    assert {each.what for each in SecurityEvent.objects.all()} == {f"GET /{n}/" for n in range(6, 11)}


def test_a_log_that_cannot_be_written_keeps_nobody_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OperationalError("disk is full")

    monkeypatch.setattr(security_log, "_keep", full)
    assert "_auth_user_id" in attempt(user_of(world, "Ada").email, PASSWORD).session


@pytest.mark.parametrize(
    "forged", ["a\r\nb", "a\nSigned in: root", "a\x00b", "a\u2028b", "a\u202eb", "a\x1b[2Kb"]
)
def test_no_line_can_be_forged(world: World, rf: RequestFactory, forged: str) -> None:
    person = world.person("Ada")
    person.name = forged.replace("\x00", "")
    person.save()
    note(SecurityKind.REFUSED, rf.get("/", REMOTE_ADDR=forged), user_of(world, "Ada"), forged)
    event = only(SecurityKind.REFUSED)
    assert all(text.isprintable() for text in (event.actor_name, event.what, event.source))
    assert event.source == ""


def test_an_administrator_reads_filters_sorts_and_exports_it(world: World, stranger: World) -> None:
    world.give("Root", "administrator", world.root)
    attempt(user_of(world, "Ada").email, WRONG)
    attempt(user_of(stranger, "Olga").email, WRONG)
    client = world.client("Root")
    page = client.get("/security/?kind=sign-in-failed&order_by=who&q=Ada").content.decode()
    assert "Ada" in page
    assert "sign-in failed" in page
    everything = client.get("/security/").content.decode()
    assert "Olga" not in everything, "another organisation"
    sheet = client.get("/security/?export=csv")
    assert "Ada" in sheet.content.decode()
    assert only(SecurityKind.EXPORTED).what == "GET /security/?export=csv"


def test_nobody_else_reads_it(world: World) -> None:
    world.give("Max", "portfolio-manager", world.root)
    assert world.client("Max").get("/security/").status_code == 403
