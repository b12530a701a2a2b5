"""What journeys across apps begin with: the fixtures of the apps themselves."""

import pytest

from remit.conftest import stranger, world

__all__ = ["stranger", "world"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that the end of a run does not wait for it while another processor rests."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
