"""Single sign-on against a provider that is one: the whole way, and every way in which it must not lead in."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from remit.accounts.models import SecurityEvent, User
from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.people.operations.second_factor import require_second_factor
from remit.web.tests import oidc_provider
from remit.web.tests.oidc_provider import CLIENT, SECRET, Provider

pytestmark = pytest.mark.django_db
START = "/accounts/oidc/sso/login/"


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    with oidc_provider.serving() as served:
        served.person = {"sub": "s-1", "email": "alice@acme.example", "email_verified": True}
        app = {"provider_id": "sso", "name": "SSO", "client_id": CLIENT, "secret": SECRET}
        known = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {**known, "APPS": [{**app, "settings": {"server_url": served.url}}]}
        }
        yield served


def to_provider(browser: Client, start: str = START) -> str:
    """Press the button; return the address at the provider."""
    return str(browser.get(start).headers["Location"])


def back(browser: Client, address: str) -> Any:
    """Follow the provider back to Remit."""
    answer = requests.get(address, allow_redirects=False, timeout=10)
    parts = urlsplit(answer.headers["Location"])
    return browser.get(f"{parts.path}?{parts.query}")


def sign_in(browser: Client) -> bool:
    answer = back(browser, to_provider(browser))
    assert answer.status_code < 500
    return "_auth_user_id" in browser.session


def test_the_whole_way_signs_in_and_is_noted(alice: User, provider: Provider) -> None:
    assert sign_in(Client())
    assert SocialAccount.objects.get().user == alice
    assert SecurityEvent.objects.get(kind="signed-in").what == "socialaccount"
    asked = provider.asked[0]
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 32


def test_every_way_has_a_nonce_state_and_challenge_of_its_own(alice: User, provider: Provider) -> None:
    browser = Client()
    for _ in range(2):
        back(browser, to_provider(browser))
    first, second = provider.asked
    assert all(first[name] != second[name] for name in ("nonce", "state", "code_challenge"))


def _with(**claims: Any) -> Callable[[Provider], None]:
    return lambda provider: provider.claims.update(claims)


def _set(**values: Any) -> Callable[[Provider], None]:
    def change(provider: Provider) -> None:
        for name, value in values.items():
            setattr(provider, name, value)

    return change


WRONG: dict[str, Callable[[Provider], None]] = {
    "another nonce": _with(nonce="another"),
    "no nonce": _set(leaves_out=("nonce",)),
    "another audience": _with(aud="somebody-else"),
    "made for another client": _with(aud=[CLIENT, "x"], azp="x"),
    "another issuer": _with(iss="https://evil.example"),
    "expired": lambda provider: provider.claims.update(exp=int(time.time()) - 120),
    "not valid yet": lambda provider: provider.claims.update(nbf=int(time.time()) + 600),
    "no end": _set(leaves_out=("exp",)),
    "no subject": _set(leaves_out=("sub",)),
    "signed by another key": lambda provider: setattr(provider, "signs_with", oidc_provider.new_key()),
    "a key that is not the provider's": _set(key_id="key-2"),
    "signed by nothing": _set(algorithm="none"),
    "signed by the shared secret": _set(algorithm="HS256"),
    "user info about somebody else": lambda provider: provider.user_info.update(sub="s-2"),
    "a provider that speaks for another": _set(issuer="https://evil.example"),
}


@pytest.mark.parametrize("spoil", WRONG.values(), ids=WRONG)
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_what_does_not_hold_signs_nobody_in(
    alice: User, provider: Provider, spoil: Callable[[Provider], None]
) -> None:
    browser = Client()
    address = to_provider(browser)
    spoil(provider)
    answer = back(browser, address)
    assert answer.status_code < 500
    assert "_auth_user_id" not in browser.session
    assert not SocialAccount.objects.exists()
    assert SecurityEvent.objects.get(kind="sign-in-failed").what == "single sign-on"


def test_a_code_that_another_browser_asked_for_signs_nobody_in(alice: User, provider: Provider) -> None:
    attacker, victim = Client(), Client()
    address = to_provider(attacker)
    back(victim, address)
    assert "_auth_user_id" not in victim.session


def test_a_code_works_once(alice: User, provider: Provider) -> None:
    browser = Client()
    location = requests.get(to_provider(browser), allow_redirects=False, timeout=10).headers["Location"]
    parts = urlsplit(location)
    browser.get(f"{parts.path}?{parts.query}")
    browser.post("/accounts/logout/")
    browser.get(f"{parts.path}?{parts.query}")
    assert "_auth_user_id" not in browser.session


def test_an_address_that_somebody_followed_changes_nothing_of_the_question(provider: Provider) -> None:
    evil = (
        "?auth_params=redirect_uri%3Dhttps%3A%2F%2Fevil.example%26nonce%3Dknown%26client_id%3Dx&scope=admin"
    )
    asked = parse_qs(urlsplit(to_provider(Client(), START + evil)).query)
    assert asked["client_id"] == [CLIENT]
    assert "evil" not in asked["redirect_uri"][0]
    assert asked["nonce"] != ["known"]
    assert sorted(asked["scope"][0].split()) == ["email", "openid", "profile"]


def test_the_identity_is_issuer_and_subject_and_not_the_address(alice: User, provider: Provider) -> None:
    assert sign_in(Client())
    provider.person = {"sub": "s-1", "email": "alice@renamed.example", "email_verified": True}
    browser = Client()
    assert sign_in(browser), "the same subject with another address is the same person"
    assert browser.session["_auth_user_id"] == str(alice.pk)
    provider.person = {"sub": "s-2", "email": "alice@acme.example", "email_verified": True}
    assert not sign_in(Client()), "another subject with the address of somebody known is somebody else"
    assert SocialAccount.objects.count() == 1


def test_the_same_subject_of_another_provider_is_somebody_else(
    alice: User, provider: Provider, settings: Settings
) -> None:
    assert sign_in(Client())
    with oidc_provider.serving() as other:
        other.person = provider.person | {"email": "mallory@evil.example"}
        (app,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        app["settings"] = {"server_url": other.url}
        assert not sign_in(Client())


@pytest.mark.parametrize("verified", [False, None, "false", "true", 1])
def test_an_address_that_the_provider_does_not_vouch_for_signs_nobody_in(
    alice: User, provider: Provider, verified: object
) -> None:
    provider.person["email_verified"] = verified
    assert not sign_in(Client())


def test_nobody_new_comes_in(provider: Provider) -> None:
    provider.person["email"] = "eve@evil.example"
    assert not sign_in(Client())
    assert not User.objects.exists()
    assert SecurityEvent.objects.get(kind="sign-in-failed").what == "single sign-on"


def test_a_provider_that_does_not_answer_is_said_in_words(provider: Provider, settings: Settings) -> None:
    (app,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"] = {"server_url": f"{provider.url}/nowhere"}
    assert Client().get(START).status_code < 500
    app["settings"] = {"server_url": "http://127.0.0.1:9"}
    assert Client().get(START).status_code < 500


def test_a_disabled_user_stays_out(alice: User, provider: Provider) -> None:
    assert sign_in(Client())
    alice.is_active = False
    alice.save()
    assert not sign_in(Client())


def test_the_second_factor_of_remit_is_asked_for_all_the_same(alice: User, provider: Provider) -> None:
    TOTP.activate(alice, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    browser = Client()
    answer = back(browser, to_provider(browser))
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in browser.session


def test_a_second_factor_that_is_demanded_is_set_up_first(world: World, provider: Provider) -> None:
    world.give("Alice", "project-manager")
    provider.person["email"] = world.person("Alice").email
    organisation = world.organisation
    require_second_factor(organisation, of="everybody", version=organisation.version, actor=system_actor())
    browser = Client()
    assert sign_in(browser)
    assert browser.get("/projects/").headers["Location"] == "/second-factor/"


def test_the_provider_of_these_tests_refuses_a_wrong_verifier_and_a_wrong_client(provider: Provider) -> None:
    """The tests are worth something only if their provider is one."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(to_provider(Client())).query).items()}
    form = {"redirect_uri": asked["redirect_uri"], "client_id": CLIENT, "client_secret": SECRET}
    for changed in (
        {"code_verifier": "x" * 43},
        {"client_secret": "no"},
        {"redirect_uri": "https://evil.example"},
    ):
        code = parse_qs(urlsplit(provider.authorise(asked)).query)["code"][0]
        assert provider.exchange({**form, "code": code, **changed})[0] == 400
    token = provider.id_token(asked)
    assert jwt.get_unverified_header(token) == {"alg": "RS256", "kid": oidc_provider.KEY_ID, "typ": "JWT"}
