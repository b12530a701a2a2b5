"""The chart speaks the language of its page: every word it knows in English can be given in another."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from remit.conftest import World
from remit.planning.chart_strings import chart_strings, translated_chart_strings

SCRIPT = Path(__file__).parents[1] / "static" / "planning" / "gantt" / "strings.js"


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """What a page was spoken in stays with the thread: no other test shall hear it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


class Embedded(HTMLParser):
    """The data that a page hands to its scripts, by the id under which it stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.data: dict[str, object] = {}
        self._id: str | None = None
        self.feed(page)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._id = given.get("id") if given.get("type") == "application/json" else None

    def handle_data(self, data: str) -> None:
        if self._id:
            self.data[self._id] = json.loads(data)
            self._id = None


def english_of_the_chart() -> dict[str, str]:
    text = SCRIPT.read_text(encoding="utf-8")
    table = text[text.index("const ENGLISH = {") : text.index("\n};")]
    return dict(re.findall(r"(\w+): '((?:[^'\\]|\\.)*)'", table))


def test_the_page_knows_every_word_of_the_chart_and_says_the_same_in_english() -> None:
    known = english_of_the_chart()
    assert len(known) > 140
    ours = chart_strings()
    assert {name: ours.get(name) for name in known} == known


def test_the_chart_knows_every_word_of_the_page() -> None:
    forms = {"two", "few", "many"}  # which English does not have
    spare = set(chart_strings()) - set(english_of_the_chart())
    assert {name for name in spare if name.rpartition("_")[2] not in forms} == set()


def test_counted_texts_are_given_in_every_plural_form() -> None:
    with translation.override("de"):
        given = chart_strings()
    assert (given["loaded_one"], given["loaded_other"]) == ("{n} Vorgang", "{n} Vorgänge")
    assert given["loaded_few"] == given["loaded_many"] == "{n} Vorgänge"


def test_english_is_not_sent() -> None:
    assert translated_chart_strings() is None
    with translation.override("de"):
        given = translated_chart_strings()
    assert given is not None
    assert (given["critical"], given["float"]) == ("kritisch", "Puffer")


def test_a_german_page_hands_german_words_to_its_chart(world: World) -> None:
    world.give("Nora", "project-manager")
    client = world.client("Nora")
    address = f"/projects/{world.project.key}/plan/"
    german = Embedded(client.get(address, headers={"accept-language": "de"}).content.decode()).data
    english = Embedded(client.get(address, headers={"accept-language": "en"}).content.decode()).data
    strings = german["gantt-strings"]
    assert isinstance(strings, dict)
    assert strings["accountable"] == "Verantwortlich"
    assert "gantt-strings" not in english
    assert "gantt-people" in english
