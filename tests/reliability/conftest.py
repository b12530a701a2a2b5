import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _forget_tries() -> None:
    """Forget how often somebody tried: every test begins with a clean slate."""
    cache.clear()
