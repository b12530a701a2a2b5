"""A passkey from making it to signing in with it, in a browser, under the content policy that pages have."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from remit.accounts.models import User
from remit.accounts.tests.conftest import PASSWORD

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
]


@pytest.fixture
def page(alice: User, live_server: Any) -> Iterator[Page]:
    """A page of a browser that holds passkeys; any complaint of the browser fails the test."""
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        shown = browser.new_context().new_page()
        shown.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        yield shown
        browser.close()
    assert complaints == []


def hold_passkeys(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_a_passkey_is_made_and_signs_in(page: Page, live_server: Any) -> None:
    hold_passkeys(page)
    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.fill("#id_login", "alice@acme.example")
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit] >> nth=0")
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]:has-text('Confirm')")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    page.context.clear_cookies()

    page.goto(f"{live_server.url}/accounts/login/?next=/account/")
    page.click("#passkey_login")

    page.wait_for_url("**/account/")


def test_a_passkey_that_is_not_there_is_said_on_the_page(page: Page, live_server: Any) -> None:
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new Error('cancelled'))")
    page.goto(f"{live_server.url}/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_selector("#passkey-error:not([hidden])")
