"""What the tests of sign-in begin with."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from remit.accounts.models import User

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _no_limits_from_earlier_tests() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def alice(db: None) -> User:
    """Somebody who can sign in."""
    return User.objects.create_user("alice@acme.example", PASSWORD, name="Alice")


def sign_in(client: Client, email: str = "alice@acme.example", password: str = PASSWORD) -> bool:
    """Sign in as a person would; return whether it worked."""
    client.post("/accounts/login/", {"login": email, "password": password})
    return "_auth_user_id" in client.session


def links_in_mail(position: int = -1) -> list[str]:
    """Return the addresses in a message of the mail sink."""
    return re.findall(r"https?://\S+", str(mail.outbox[position].body))


def path_in_mail(position: int = -1) -> str:
    """Return the path of the first link in a message of the mail sink."""
    return "/" + links_in_mail(position)[0].split("/", 3)[3]
