"""What journeys across apps begin with: the fixtures of the apps themselves."""

from functools import cache
from pathlib import Path

import pytest
from django.test import TransactionTestCase

from remit.conftest import committed_world, lasting_world, stranger, world

__all__ = ["committed_world", "lasting_world", "stranger", "world"]

# parts of the suite that have a command of their own, which reads only the files that state the mark
PARTS = ("browser", "long")
# fixtures that lead to the database that the tests run on
TO_THE_DATABASE = {"db", "transactional_db", "lasting_world", "live", "on_postgresql"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a second run, on another database, leave out what the first has shown."""
    parser.addoption(
        "--of-database", action="store_true", help="only tests whose outcome can depend on the database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that the end of a run does not wait for it while another processor rests."""
    for item in items:
        _check_stated(item)
    items.sort(key=_seconds, reverse=True)
    if config.getoption("of_database"):
        rest = [item for item in items if not _meets_database(item)]
        config.hook.pytest_deselected(items=rest)
        items[:] = [item for item in items if _meets_database(item)]


def _check_stated(item: pytest.Item) -> None:
    """Raise for a test whose file does not state the mark that it bears: parts of the suite read only files that do."""
    for name in PARTS:
        if item.get_closest_marker(name) and f"mark.{name}" not in _text(item.path):
            message = (
                f"{item.nodeid} is {name}, and its file does not say so: `make {name}` would not read it."
            )
            raise pytest.UsageError(message)


@cache
def _text(path: Path) -> str:
    return path.read_text()


def _seconds(item: pytest.Item) -> int:
    """Return how long a test takes that is marked for it: the number that its mark states, else one."""
    mark = item.get_closest_marker("long")
    return 0 if mark is None else int((*mark.args, 1)[0])


def _meets_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_database"):
        return False
    if item.get_closest_marker("django_db") or TO_THE_DATABASE & set(getattr(item, "fixturenames", ())):
        return True
    made_in = getattr(item, "cls", None)
    return made_in is not None and issubclass(made_in, TransactionTestCase)
