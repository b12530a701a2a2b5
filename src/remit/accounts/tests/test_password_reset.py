"""A forgotten password: row 129 of the requirements, rule by rule."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from remit.accounts.models import OneTimeLink, User
from remit.accounts.tests.conftest import PASSWORD, links_in_mail, path_in_mail, sign_in

NEW = "a wholly different sentence"


def ask(client: Client, email: str = "alice@acme.example") -> tuple[int, str, str]:
    response = client.post("/accounts/password/reset/", {"email": email}, follow=True)
    page = re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value)="\w+"', "", response.content.decode())
    return response.status_code, response.request["PATH_INFO"], page


def choose(client: Client, path: str, password: str = NEW) -> int:
    form = client.get(path, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password}).status_code


@pytest.mark.usefixtures("alice")
def test_a_known_and_an_unknown_address_get_the_same_answer() -> None:
    known, unknown = ask(Client()), ask(Client(), "nobody@acme.example")
    assert known == unknown
    assert known[0] == 200


@pytest.mark.usefixtures("alice")
def test_both_addresses_cost_the_same_work_and_one_mail_each() -> None:
    def writes_and_mails(email: str) -> tuple[list[str], int]:
        before = len(mail.outbox)
        with CaptureQueriesContext(connection) as queries:
            ask(Client(), email)
        verbs = [query["sql"].split()[0] for query in queries if "accounts_onetimelink" in query["sql"]]
        return verbs, len(mail.outbox) - before

    assert writes_and_mails("alice@acme.example") == writes_and_mails("nobody@acme.example")
    assert mail.outbox[0].subject == mail.outbox[1].subject


@pytest.mark.usefixtures("alice")
def test_the_mail_to_an_unknown_address_holds_no_link_but_the_installation() -> None:
    ask(Client(), "nobody@acme.example")
    assert mail.outbox[0].to == ["nobody@acme.example"]
    assert links_in_mail() == ["http://127.0.0.1:8000"]


def test_the_link_sets_a_new_password_and_signs_nobody_in(alice: User) -> None:
    browser = Client()
    ask(browser)

    assert choose(browser, path_in_mail()) == 302

    alice.refresh_from_db()
    assert alice.check_password(NEW)
    assert "_auth_user_id" not in browser.session


@pytest.mark.usefixtures("alice")
def test_a_used_link_is_refused() -> None:
    ask(Client())
    path = path_in_mail()
    choose(Client(), path)

    again = Client().get(path, follow=True)

    assert "no longer works" in again.content.decode()


@pytest.mark.usefixtures("alice")
def test_an_expired_link_is_refused() -> None:
    ask(Client())
    OneTimeLink.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert "no longer works" in Client().get(path_in_mail(), follow=True).content.decode()


@pytest.mark.usefixtures("alice")
def test_a_link_lasts_an_hour() -> None:
    ask(Client())
    link = OneTimeLink.objects.get()
    assert dt.timedelta(minutes=59) < link.expires_at - link.created_at <= dt.timedelta(hours=1)


@pytest.mark.usefixtures("alice")
def test_a_newer_link_ends_the_earlier_one() -> None:
    ask(Client())
    ask(Client())
    assert "no longer works" in Client().get(path_in_mail(0), follow=True).content.decode()
    assert "Choose a new password" in Client().get(path_in_mail(1), follow=True).content.decode()


@pytest.mark.usefixtures("alice")
def test_links_are_random_and_kept_only_as_a_hash() -> None:
    ask(Client())
    ask(Client())
    tokens = {path_in_mail(each).rstrip("/").split("/key/")[1].partition("-")[2] for each in (0, 1)}
    stored = " ".join(str(row) for row in OneTimeLink.objects.values_list())
    assert len(tokens) == 2
    assert not any(token in stored for token in tokens)


@pytest.mark.usefixtures("alice")
def test_the_link_of_one_user_does_not_open_another() -> None:
    User.objects.create_user("bob@acme.example", PASSWORD)
    ask(Client())
    ask(Client(), "bob@acme.example")
    token = path_in_mail(0).split("/key/")[1].split("-", 1)[1]
    bobs = path_in_mail(1).split("/key/")[1].split("-", 1)[0]
    answer = Client().get(f"/accounts/password/reset/key/{bobs}-{token}", follow=True)
    assert "no longer works" in answer.content.decode()


@pytest.mark.usefixtures("alice")
def test_a_changed_password_ends_open_links() -> None:
    ask(Client())
    browser = Client()
    sign_in(browser)
    browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert "no longer works" in Client().get(path_in_mail(0), follow=True).content.decode()


def test_a_changed_address_ends_open_links(alice: User) -> None:
    ask(Client())
    User.objects.filter(pk=alice.pk).update(email="alice@new.example")
    assert "no longer works" in Client().get(path_in_mail(), follow=True).content.decode()


def test_a_disabled_user_gets_no_link(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    ask(Client())
    assert links_in_mail() == ["http://127.0.0.1:8000"]


@pytest.mark.usefixtures("alice")
def test_reset_ends_every_session_and_sends_a_notice() -> None:
    elsewhere = Client()
    assert sign_in(elsewhere)
    ask(Client())

    choose(Client(), path_in_mail())

    assert elsewhere.get("/account/").status_code == 302
    assert mail.outbox[-1].to == ["alice@acme.example"]
    assert "was reset" in mail.outbox[-1].subject


@pytest.mark.usefixtures("alice")
def test_links_lead_to_the_installation_whatever_host_a_request_claims(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    Client().post(
        "/accounts/password/reset/", {"email": "alice@acme.example"}, headers={"host": "evil.example"}
    )
    assert "evil.example" not in str(mail.outbox[-1].body)
    assert links_in_mail()[0].startswith("http://127.0.0.1:8000/accounts/password/reset/key/")


@pytest.mark.usefixtures("alice")
def test_asking_too_often_is_refused_alike() -> None:
    for email in ("alice@acme.example", "nobody@acme.example"):
        answers = [ask(Client(), email)[0] for _ in range(6)]
        assert answers == [200] * 5 + [429]


@pytest.mark.usefixtures("alice")
def test_a_mail_server_that_is_down_is_said_for_either_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    known, unknown = ask(Client()), ask(Client(), "nobody@acme.example")
    assert (known[0], unknown[0]) == (503, 503)


def test_the_reset_form_holds_to_the_password_rules(alice: User) -> None:
    ask(Client())
    assert choose(Client(), path_in_mail(), "short") == 200
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_an_address_waiting_for_confirmation_opens_nothing(alice: User) -> None:
    EmailAddress.objects.create(user=alice, email="typo@elsewhere.example")
    ask(Client(), "typo@elsewhere.example")
    assert links_in_mail() == ["http://127.0.0.1:8000"]
