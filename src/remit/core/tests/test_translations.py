"""The catalogues of every language are whole, say what the English says, and are compiled."""

import ast
import datetime as dt
import gettext
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from remit.conftest import World
from remit.core.templatetags.remit import day, duration, hours, money

LOCALES = Path(settings.LOCALE_PATHS[0])
LANGUAGES = sorted(path.name for path in LOCALES.iterdir() if path.is_dir())
_FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")')
_PLACEHOLDER = re.compile(r"%\(\w+\)[.\d]*[a-z]|%[a-z%]|\{\w+\}|</?\w+>")


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """What a page was spoken in stays with the thread: no other test shall hear it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@dataclass(frozen=True)
class Entry:
    """One message of a catalogue: what stands in the source, and how it is said."""

    context: str | None
    one: str
    many: str | None
    said: tuple[str, ...]
    is_fuzzy: bool

    def compiled(self) -> dict[object, str]:
        """Return what a compiled catalogue holds of it."""
        name = self.one if self.context is None else f"{self.context}\x04{self.one}"
        if self.many is None:
            return {name: self.said[0]}
        return {(name, form): text for form, text in enumerate(self.said)}


def entries_of(language: str) -> list[Entry]:
    """Read a catalogue as translators write it, without its header."""
    text = (LOCALES / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    entries: list[Entry] = []
    for block in text.split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if found := _FIELD.fullmatch(line):
                name = found[1]
                fields[name] = ast.literal_eval(found[2])
            elif line.startswith('"'):
                fields[name] += ast.literal_eval(line)
        if fields.get("msgid"):
            said = tuple(value for name, value in fields.items() if name.startswith("msgstr"))
            is_fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in block.splitlines())
            many = fields.get("msgid_plural")
            entries.append(Entry(fields.get("msgctxt"), fields["msgid"], many, said, is_fuzzy))
    return entries


def marks(text: str) -> Counter[str]:
    return Counter(_PLACEHOLDER.findall(text))


def test_every_language_that_can_be_chosen_has_a_catalogue() -> None:
    assert sorted(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_in_english(language: str) -> None:
    entries = entries_of(language)
    assert len(entries) > 900
    assert [entry.one for entry in entries if entry.is_fuzzy] == []
    assert [entry.one for entry in entries if not all(entry.said)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_placeholders_and_tags(language: str) -> None:
    for entry in entries_of(language):
        meant = [marks(entry.one), marks(entry.many or entry.one)]
        for text in entry.said:
            assert marks(text) in meant, f"{entry.one!r} became {text!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_begin_and_end_lines_where_the_english_does(language: str) -> None:
    for entry in entries_of(language):
        for text in entry.said:
            assert text.startswith("\n") == entry.one.startswith("\n"), entry.one
            assert text.endswith("\n") == entry.one.endswith("\n"), entry.one


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_translators(language: str) -> None:
    written: dict[object, str] = {}
    for entry in entries_of(language):
        written |= entry.compiled()
    with (LOCALES / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = dict(vars(gettext.GNUTranslations(file))["_catalog"])
    compiled.pop("")
    assert compiled == written, "run `make messages`"


def test_a_word_of_ours_does_not_change_the_months() -> None:
    with translation.override("de"):
        assert [day(dt.date(2026, month, 1)).split()[2] for month in (3, 5, 10, 12)] == [
            "Mär",
            "Mai",
            "Okt",
            "Dez",
        ]


def test_days_and_figures_are_written_as_the_language_does() -> None:
    figures = (day(dt.date(2026, 12, 18)), duration(675, 450), hours(450), money(123_456_70, "EUR"))
    assert figures == ("Fri 18 Dec 2026", "1.5 d", "7.5 h", "EUR 123,456.70")
    with translation.override("de"):
        figures = (day(dt.date(2026, 12, 18)), duration(675, 450), hours(450), money(123_456_70, "EUR"))
        assert figures == ("Fr 18. Dez 2026", "1,5 d", "7,5 h", "EUR 123.456,70")


def test_the_browsers_language_is_spoken_before_somebody_signs_in(db: None) -> None:
    page = Client(headers={"accept-language": "de-AT,de;q=0.9"}).get("/accounts/login/")
    assert '<html lang="de"' in page.content.decode()
    assert "Anmelden" in page.content.decode()


def test_somebody_who_chose_german_reads_german(world: World) -> None:
    world.give("Nora", "project-manager")
    user = world.person("Nora").user
    assert user is not None
    user.language = "de"
    user.save(update_fields=["language"])
    page = world.client("Nora").get("/projects/", headers={"accept-language": "en"})
    assert '<html lang="de"' in page.content.decode()
    assert "Projekte" in page.content.decode()
    assert ">Projects<" not in page.content.decode()


def test_the_language_is_switched_in_the_profile(world: World) -> None:
    client = world.client("Nora")
    user = world.person("Nora").user
    assert user is not None
    for language, heading in (("de", "Ihr Konto"), ("en-gb", "Your account")):
        user.refresh_from_db()
        sent = {"name": "Nora", "language": language, "theme": "system", "version": user.version}
        page = client.post("/account/", sent, follow=True)
        assert f"<h1>{heading}</h1>" in page.content.decode(), language
