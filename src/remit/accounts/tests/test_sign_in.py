"""Signing in and out: who gets in, where it leads, and what happens to those who are shut out."""

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.test import Client

from remit.accounts.models import User
from remit.accounts.operations.users import disable_user, enable_user
from remit.accounts.permissions import system_actor
from remit.accounts.registries import SignInHint, sign_in_hints
from remit.accounts.tests.conftest import PASSWORD, path_in_mail, sign_in

pytestmark = pytest.mark.usefixtures("alice")


def test_address_and_password_sign_in_whatever_the_case_of_the_address() -> None:
    assert sign_in(Client(), "Alice@Acme.example")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("alice@acme.example", "wrong wrong wrong"),
        ("nobody@acme.example", PASSWORD),
        ("", ""),
        (PASSWORD, PASSWORD),
    ],
)
def test_anything_else_does_not(email: str, password: str) -> None:
    assert not sign_in(Client(), email, password)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike() -> None:
    pages = [
        Client()
        .post("/accounts/login/", {"login": email, "password": "wrong wrong wrong"})
        .context["form"]
        .errors
        for email in ("alice@acme.example", "nobody@acme.example")
    ]
    assert pages[0] == pages[1]


def test_the_session_gets_a_new_key_at_sign_in() -> None:
    browser = Client()
    browser.get("/invitation/")  # any page
    session = browser.session
    session["seen"] = True
    session.save()
    before = session.session_key

    assert sign_in(browser)

    assert browser.session.session_key != before


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "http:evil.example",
        "/\\evil.example",
    ],
)
def test_a_way_out_of_the_installation_is_not_followed(address: str) -> None:
    answer = Client().post(
        f"/accounts/login/?next={address}",
        {"login": "alice@acme.example", "password": PASSWORD, "next": address},
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_way_inside_is_followed() -> None:
    answer = Client().post(
        "/accounts/login/", {"login": "alice@acme.example", "password": PASSWORD, "next": "/account/tokens/"}
    )
    assert answer.headers["Location"] == "/account/tokens/"


def test_signing_out_needs_a_form_and_does_not_lead_outside() -> None:
    browser = Client()
    sign_in(browser)
    browser.get("/accounts/logout/")
    assert "_auth_user_id" in browser.session
    answer = browser.post("/accounts/logout/", {"next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"
    assert "_auth_user_id" not in browser.session


def test_nobody_signs_up() -> None:
    form = {"email": "eve@evil.example", "password1": PASSWORD, "password2": PASSWORD}
    for method in (Client().get, lambda path: Client().post(path, form)):
        assert "By invitation" in method("/accounts/signup/").content.decode()
    assert not User.objects.filter(email="eve@evil.example").exists()


def test_after_five_wrong_passwords_even_the_right_one_waits() -> None:
    for _ in range(5):
        sign_in(Client(), password="wrong wrong wrong")
    assert not sign_in(Client())


def test_limits_of_one_address_do_not_hold_another_back() -> None:
    User.objects.create_user("bob@acme.example", PASSWORD)
    for _ in range(5):
        sign_in(Client(), password="wrong wrong wrong")
    assert sign_in(Client(), "bob@acme.example")


def test_too_many_tries_from_one_place_are_refused_before_a_password_is_looked_at() -> None:
    answers = [
        Client().post("/accounts/login/", {"login": f"{n}@x.example", "password": "x"}) for n in range(31)
    ]
    assert answers[-1].status_code == 429
    assert "Too many tries" in answers[-1].content.decode()


def test_a_disabled_user_is_out_at_once_and_cannot_come_in(alice: User) -> None:
    browser = Client()
    sign_in(browser)

    disable_user(alice, actor=system_actor())

    assert browser.get("/account/").status_code == 302
    assert not sign_in(Client())
    assert not UserSession.objects.filter(user=alice).exists()


def test_enabling_does_not_bring_old_sessions_back(alice: User) -> None:
    browser = Client()
    sign_in(browser)
    disable_user(alice, actor=system_actor())

    enable_user(alice, actor=system_actor())

    assert browser.get("/account/").status_code == 302
    assert sign_in(Client())


def test_a_session_is_listed_and_the_others_can_be_ended() -> None:
    here, there = Client(headers={"user-agent": "Here"}), Client(headers={"user-agent": "There"})
    sign_in(here)
    sign_in(there)
    page = here.get("/accounts/sessions/").content.decode()
    assert "Here" in page
    assert "There" in page

    here.post("/accounts/sessions/")

    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_a_changed_password_ends_the_other_sessions_and_is_told() -> None:
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    new = "a wholly different sentence"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert mail.outbox[-1].to == ["alice@acme.example"]


def confirm(browser: Client, path: str) -> None:
    answer = browser.post(path, {"password": PASSWORD}, follow=True)
    assert answer.status_code == 200


def test_another_address_asks_for_the_password_again_and_holds_only_once_confirmed(alice: User) -> None:
    browser = Client()
    sign_in(browser)
    wish = {"email": "alice@new.example", "action_add": ""}
    asked = browser.post("/accounts/email/", wish)
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not mail.outbox

    confirm(browser, asked.headers["Location"])
    browser.post("/accounts/email/", wish)

    alice.refresh_from_db()
    assert alice.email == "alice@acme.example"
    assert mail.outbox[-1].to == ["alice@new.example"]
    Client().post(path_in_mail())
    alice.refresh_from_db()
    assert alice.email == "alice@new.example"
    assert sign_in(Client(), "alice@new.example")
    assert mail.outbox[-1].to == ["alice@acme.example"]


def test_the_present_address_survives_a_wish_for_another_without_its_row(alice: User) -> None:
    EmailAddress.objects.filter(user=alice).delete()
    browser = Client()
    sign_in(browser)
    browser.get("/accounts/email/")
    confirm(browser, "/accounts/reauthenticate/")
    browser.post("/accounts/email/", {"email": "alice@new.example", "action_add": ""})
    alice.refresh_from_db()
    assert alice.email == "alice@acme.example"


def test_hints_show_on_the_sign_in_page_only_where_there_are_any(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in_hints, "_entries", [list])
    assert "Look around as" not in Client().get("/accounts/login/").content.decode()
    hint = SignInHint("nadia@demo.example", "Project manager of the rollout", "open to everybody")
    monkeypatch.setattr(sign_in_hints, "_entries", [lambda: [hint]])
    page = Client().get("/accounts/login/").content.decode()
    assert all(text in page for text in (hint.email, hint.role, hint.password))


def test_a_failed_sign_in_is_logged_without_address_and_password(caplog: pytest.LogCaptureFixture) -> None:
    sign_in(Client(), password="wrong wrong wrong")
    assert "sign-in failed from 127.0.0.1" in caplog.text
    assert "alice" not in caplog.text
    assert "wrong wrong" not in caplog.text


def test_a_forwarded_address_counts_only_behind_a_proxy_that_was_named() -> None:
    for n in range(6):
        Client().post(
            "/accounts/login/",
            {"login": "alice@acme.example", "password": "wrong wrong wrong"},
            headers={"x-forwarded-for": f"203.0.113.{n}"},
        )
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    assert not sign_in(Client())
