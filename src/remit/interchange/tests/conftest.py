"""A census of all tables: what a refused import must leave as it was."""

from collections.abc import Callable

import pytest
from django.apps import apps

Census = dict[str, int]


def count_all() -> Census:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


@pytest.fixture
def census() -> Callable[[], Census]:
    """Return what counts the rows of every table."""
    return count_all
