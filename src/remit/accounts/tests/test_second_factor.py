"""The second factor: asked for after every way in, its secrets sealed, its pages within the policy."""

import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import InvalidToken
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from remit.accounts.adapters import SecondFactorAdapter
from remit.accounts.models import User
from remit.accounts.tests.conftest import PASSWORD, path_in_mail, sign_in
from remit.audit.models import AuditEvent

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW = "a wholly different sentence"


def code() -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(SECRET, counter)))


def confirmed(browser: Client) -> None:
    """Give the password again, as sensitive pages ask for it."""
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_password_alone_does_not_sign_in_and_the_code_does(alice: User) -> None:
    TOTP.activate(alice, SECRET)
    browser = Client()
    assert not sign_in(browser)
    assert browser.get("/account/").status_code == 302

    browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in browser.session
    browser.post("/accounts/2fa/authenticate/", {"code": code()})

    assert "_auth_user_id" in browser.session


def test_a_code_works_once(alice: User) -> None:
    TOTP.activate(alice, SECRET)
    used = code()
    for browser, expected in ((Client(), True), (Client(), False)):
        sign_in(browser)
        browser.post("/accounts/2fa/authenticate/", {"code": used})
        assert ("_auth_user_id" in browser.session) is expected


def test_codes_cannot_be_tried_without_end(alice: User) -> None:
    TOTP.activate(alice, SECRET)
    browser = Client()
    sign_in(browser)
    for _ in range(5):
        browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    browser.post("/accounts/2fa/authenticate/", {"code": code()})
    assert "_auth_user_id" not in browser.session


def test_a_reset_password_does_not_pass_by_the_second_factor(alice: User) -> None:
    TOTP.activate(alice, SECRET)
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": alice.email})
    form = browser.get(path_in_mail(), follow=True)
    browser.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert "_auth_user_id" not in browser.session

    assert not sign_in(browser, password=NEW)

    assert browser.get("/accounts/2fa/authenticate/").status_code == 200
    assert Authenticator.objects.filter(user=alice, type="totp").exists()


def test_a_recovery_code_signs_in_once(alice: User) -> None:
    TOTP.activate(alice, SECRET)
    spare = RecoveryCodes.activate(alice).generate_codes()[0]
    for browser, expected in ((Client(), True), (Client(), False)):
        sign_in(browser)
        browser.post("/accounts/2fa/authenticate/", {"code": spare})
        assert ("_auth_user_id" in browser.session) is expected


def test_secrets_are_sealed_in_the_database(alice: User, settings: Settings) -> None:
    TOTP.activate(alice, SECRET)
    spares = RecoveryCodes.activate(alice).generate_codes()
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored
    assert not any(spare in stored for spare in spares)
    settings.SECRET_KEY = "another-secret-of-another-installation"
    with pytest.raises(InvalidToken):
        SecondFactorAdapter().decrypt(Authenticator.objects.get(type="totp").data["secret"])


def test_setting_one_up_asks_for_the_password_again(alice: User) -> None:
    browser = Client()
    sign_in(browser)
    answer = browser.get("/accounts/2fa/totp/activate/")
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


def test_setting_one_up_and_giving_it_up_are_told_and_recorded(
    alice: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    browser = Client()
    sign_in(browser)
    confirmed(browser)
    page = browser.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/accounts/2fa/totp/activate/", {"code": format_hotp_value(hotp_value(secret, counter))})
    assert Authenticator.objects.filter(user=alice, type="totp").exists()
    assert mail.outbox[-1].to == [alice.email]

    browser.post("/accounts/2fa/totp/deactivate/")

    assert not Authenticator.objects.filter(user=alice, type="totp").exists()
    recorded = list(
        AuditEvent.objects.filter(operation="accounts.change_second_factor").values_list("changes", flat=True)
    )
    assert {"second_factor": ["", "totp"]} in recorded
    assert {"second_factor": ["totp", ""]} in recorded


PAGES = (
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/1-wrong/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/accounts/confirm-email/wrong/",
    "/accounts/3rdparty/login/cancelled/",
    "/accounts/3rdparty/login/error/",
)
PAGES_SIGNED_IN = (
    "/account/",
    "/account/tokens/",
    "/account/tokens/new/",
    "/account/feeds/",
    "/account/feeds/new/",
    "/accounts/email/",
    "/accounts/logout/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/sessions/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/3rdparty/",
)


def assert_within_the_policy(page: Any, path: str) -> None:
    html = page.content.decode()
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert not re.findall(r"<[^>]+\sstyle=", html), path
    assert "<style" not in html, path
    assert not re.findall(r"<[^>]+\son\w+=", html), path
    for attributes in re.findall(r"<script([^>]*)>", html):
        # data for a script is read, not run, so the policy lets it be
        assert "src=" in attributes or 'type="application/json"' in attributes, path
    assert 'href="javascript:' not in html
    assert len(re.findall(r"<h1[ >]", html)) == 1, path


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.django_db
def test_pages_before_sign_in_keep_to_the_content_policy(path: str) -> None:
    page = Client().get(path, follow=True)
    assert page.status_code in {200, 401}, path
    assert_within_the_policy(page, path)


@pytest.mark.parametrize("path", PAGES_SIGNED_IN)
def test_pages_of_the_account_keep_to_the_content_policy(alice: User, path: str) -> None:
    browser = Client()
    sign_in(browser)
    confirmed(browser)
    page = browser.get(path)
    assert page.status_code == 200, path
    assert_within_the_policy(page, path)


def test_pages_of_a_second_factor_in_use_keep_to_the_content_policy(alice: User) -> None:
    browser = Client()
    sign_in(browser)
    confirmed(browser)
    TOTP.activate(alice, SECRET)
    RecoveryCodes.activate(alice)
    for path in ("", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "reauthenticate/"):
        page = browser.get(f"/accounts/2fa/{path}")
        assert page.status_code == 200, path
        assert_within_the_policy(page, path)
    half = Client()
    sign_in(half)
    assert_within_the_policy(half.get("/accounts/2fa/authenticate/"), "authenticate")


def test_the_drawing_to_scan_is_an_image_within_the_page(alice: User) -> None:
    browser = Client()
    sign_in(browser)
    confirmed(browser)
    page = browser.get("/accounts/2fa/totp/activate/")
    assert 'src="data:image/svg+xml' in page.content.decode()
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]
