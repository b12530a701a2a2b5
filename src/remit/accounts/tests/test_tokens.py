"""Tokens for programs: shown once, kept as a hash, dead when revoked, expired or their user is disabled."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from remit.accounts.models import ApiToken, User
from remit.accounts.operations.tokens import MOST_TOKENS, create_token, revoke_token
from remit.accounts.operations.users import disable_user, enable_user
from remit.accounts.permissions import Actor, system_actor
from remit.accounts.queries import actor_of
from remit.accounts.tests.conftest import PASSWORD, sign_in
from remit.accounts.tokens import user_for_token
from remit.audit.models import AuditEvent
from remit.core.errors import Conflict, Invalid, NotAllowed


def make(
    user: User, *, days: int | None = 30, may_write: bool = False, actor: Actor | None = None
) -> tuple[ApiToken, str]:
    return create_token(user, name="Export", may_write=may_write, days=days, actor=actor or actor_of(user))


def test_a_token_stands_for_its_user(alice: User) -> None:
    token, raw = make(alice, may_write=True)
    assert user_for_token(raw) == (alice, token)
    assert token.may_write


def test_only_a_hash_and_a_short_beginning_are_kept(alice: User) -> None:
    token, raw = make(alice)
    stored = [str(value) for value in ApiToken.objects.filter(pk=token.pk).values_list().get()]
    assert raw not in stored
    assert raw.startswith(token.prefix)
    assert len(raw) - len(token.prefix) > 30
    assert raw not in str(list(AuditEvent.objects.values_list()))


@pytest.mark.parametrize("raw", ["", "remit_", "nonsense", "remit_" + "A" * 43])
def test_nothing_else_stands_for_anybody(alice: User, raw: str) -> None:
    token, _raw = make(alice)
    assert user_for_token(raw) is None
    assert user_for_token(token.token_hash) is None


def test_a_revoked_token_is_refused(alice: User) -> None:
    token, raw = make(alice)
    revoke_token(token, actor=actor_of(alice))
    assert user_for_token(raw) is None
    with pytest.raises(Conflict):
        revoke_token(token, actor=actor_of(alice))


def test_an_expired_token_is_refused(alice: User) -> None:
    token, raw = make(alice, days=1)
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now())
    assert user_for_token(raw) is None


def test_the_tokens_of_a_disabled_user_are_refused_and_stay_so(alice: User) -> None:
    _token, raw = make(alice)
    disable_user(alice, actor=system_actor())
    assert user_for_token(raw) is None
    enable_user(alice, actor=system_actor())
    assert user_for_token(raw) is None


def test_a_user_disabled_behind_the_back_of_the_operation_is_refused_too(alice: User) -> None:
    _token, raw = make(alice)
    User.objects.update(is_active=False)
    assert user_for_token(raw) is None


def test_use_is_noted_at_most_once_a_minute(alice: User) -> None:
    token, raw = make(alice)
    user_for_token(raw)
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None

    with CaptureQueriesContext(connection) as queries:
        user_for_token(raw)
    assert len(queries) == 1

    ApiToken.objects.update(last_used_at=timezone.now() - dt.timedelta(seconds=61))
    user_for_token(raw)
    token.refresh_from_db()
    assert token.last_used_at is not None
    assert token.last_used_at >= first


def test_nobody_makes_or_revokes_a_token_of_somebody_else(alice: User) -> None:
    bob = User.objects.create_user("bob@acme.example", PASSWORD)
    token, _raw = make(alice)
    with pytest.raises(NotAllowed):
        make(alice, actor=actor_of(bob))
    with pytest.raises(NotAllowed):
        revoke_token(token, actor=actor_of(bob))


def test_a_token_that_only_reads_makes_no_tokens(alice: User) -> None:
    reading = Actor(key="U-1", name="Alice", user_id=alice.pk, token_may_write=False)
    with pytest.raises(NotAllowed):
        make(alice, actor=reading)


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_token_lasts_a_day_to_a_year(alice: User, days: int) -> None:
    with pytest.raises(Invalid):
        make(alice, days=days)


def test_there_is_a_most_number_of_live_tokens(alice: User) -> None:
    tokens = [make(alice)[0] for _ in range(MOST_TOKENS)]
    with pytest.raises(Conflict):
        make(alice)
    revoke_token(tokens[0], actor=actor_of(alice))
    make(alice)


def test_making_and_revoking_stand_in_the_record(alice: User) -> None:
    token, _raw = make(alice)
    revoke_token(token, actor=actor_of(alice))
    assert list(AuditEvent.objects.values_list("operation", flat=True)) == [
        "accounts.create_token",
        "accounts.revoke_token",
    ]


def test_the_page_asks_for_the_password_again_and_shows_the_token_once(alice: User) -> None:
    browser = Client()
    sign_in(browser)
    form = {"name": "Export", "days": "30"}
    asked = browser.post("/account/tokens/new/", form)
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not ApiToken.objects.exists()

    browser.get("/account/tokens/new/")
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = browser.post("/account/tokens/new/", form)

    raw = re.findall(r'value="(remit_[^"]+)"', page.content.decode())[0]
    assert user_for_token(raw) is not None
    assert page.headers["Cache-Control"] == "no-store"
    assert raw not in browser.get("/account/tokens/").content.decode()
    token = ApiToken.objects.get(user=alice)
    browser.post(f"/account/tokens/{token.pk}/revoke/")
    assert user_for_token(raw) is None


def test_the_token_of_somebody_else_is_not_there(alice: User) -> None:
    bob = User.objects.create_user("bob@acme.example", PASSWORD)
    token, _raw = make(bob)
    browser = Client()
    sign_in(browser, alice.email)
    assert browser.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
