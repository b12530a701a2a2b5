"""One's own account: name, language, colours."""

from typing import Any

import pytest
from django.test import Client

from remit.accounts.models import User
from remit.accounts.operations.profile import change_profile
from remit.accounts.queries import actor_of
from remit.accounts.tests.conftest import PASSWORD, sign_in
from remit.core.errors import Conflict, Invalid, NotAllowed

GOOD: dict[str, Any] = {"name": "Alice", "language": "de", "theme": "dark", "version": 1}


def test_language_and_colours_hold_on_every_page_from_then_on(alice: User) -> None:
    browser = Client()
    sign_in(browser)
    assert 'data-theme="dark"' not in browser.get("/account/").content.decode()

    browser.post("/account/", GOOD)

    page = browser.get("/account/tokens/", headers={"accept-language": "en"}).content.decode()
    assert 'lang="de"' in page
    assert 'data-theme="dark"' in page
    assert User.objects.get(pk=alice.pk).version == 2


def test_without_a_language_the_browser_decides(alice: User) -> None:
    browser = Client()
    sign_in(browser)
    assert 'lang="de"' in browser.get("/account/", headers={"accept-language": "de"}).content.decode()
    assert 'lang="en-gb"' in browser.get("/account/", headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("theme", "pink"), ("language", "tlh"), ("name", "   "), ("theme", ""), ("name", "")]
)
def test_what_does_not_exist_is_refused_by_form_and_operation(alice: User, field: str, value: str) -> None:
    browser = Client()
    sign_in(browser)
    assert browser.post("/account/", {**GOOD, field: value}).status_code == 422
    with pytest.raises(Invalid):
        change_profile(alice, **{**GOOD, field: value}, actor=actor_of(alice))


def test_a_stale_form_is_refused_with_both_values(alice: User) -> None:
    change_profile(alice, **GOOD, actor=actor_of(alice))
    with pytest.raises(Conflict) as refusal:
        change_profile(alice, **{**GOOD, "theme": "light"}, actor=actor_of(alice))
    assert refusal.value.current["fields"]["theme"] == {"yours": "light", "theirs": "dark"}


def test_nobody_changes_the_account_of_somebody_else(alice: User) -> None:
    bob = User.objects.create_user("bob@acme.example", PASSWORD)
    with pytest.raises(NotAllowed):
        change_profile(alice, **GOOD, actor=actor_of(bob))


def test_the_account_is_only_for_those_signed_in() -> None:
    for path in (
        "/account/",
        "/account/tokens/",
        "/account/tokens/new/",
        "/account/feeds/",
        "/account/feeds/new/",
        "/accounts/2fa/",
        "/accounts/sessions/",
    ):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")
