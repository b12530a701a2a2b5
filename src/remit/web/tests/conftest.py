import pytest
from django.core.cache import cache

from remit.accounts.models import User


@pytest.fixture(autouse=True)
def _forget_tries() -> None:
    """Forget how often somebody tried: every test begins with a clean slate."""
    cache.clear()


@pytest.fixture
def alice(db: None) -> User:
    """Somebody who can sign in."""
    return User.objects.create_user("alice@acme.example", "correct horse battery staple", name="Alice")
