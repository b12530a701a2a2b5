from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.reliability.live import Live, running


@pytest.fixture(autouse=True)
def _forget_tries() -> None:
    """Forget how often somebody tried: every test begins with a clean slate."""
    cache.clear()


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    """Return a Remit that serves for real, shared by all who need one: each makes a project of its own."""
    with running() as started:
        yield started
