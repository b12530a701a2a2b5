"""The documents: links lead somewhere, tests that they name exist, settings are described, records are numbered."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "remit"
SKIPPED = {".venv", "node_modules", "data", "artefacts", "build", "dist"}
# pictures that the one who releases makes from the running demo
PICTURES = {"docs/screenshots/plan.png"}
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
NAMED_TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")
# what Remit tells itself from process to process, and what the tests alone read
NO_SETTINGS = {"REMIT_SERVING_PID", "REMIT_TEST_DATABASE_URL"}


def documents() -> list[Path]:
    return sorted(
        path
        for path in ROOT.rglob("*.md")
        if not SKIPPED & set(path.relative_to(ROOT).parts)
        and not path.relative_to(ROOT).parts[0].startswith(".")
    )


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def without_code(text: str) -> str:
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_every_link_within_the_repository_leads_to_a_file(document: Path) -> None:
    dead = []
    for target in LINK.findall(without_code(document.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target) or target.startswith("#"):
            continue
        path = (document.parent / target.partition("#")[0]).resolve()
        if not path.exists() and not (path.is_relative_to(ROOT) and name_of(path) in PICTURES):
            dead.append(target)
    assert dead == []


def named_tests() -> list[tuple[str, str]]:
    return NAMED_TEST.findall((ROOT / "docs" / "security.md").read_text(encoding="utf-8"))


def test_every_test_that_the_security_page_names_exists() -> None:
    named = named_tests()
    assert named
    missing = []
    for file, test in named:
        path = ROOT / file if file.startswith("tests/") else SOURCE / file
        if not path.exists() or f"def {test}(" not in path.read_text(encoding="utf-8"):
            missing.append(f"{file}::{test}")
    assert missing == []


def test_every_line_of_the_security_checklist_says_what_shows_it() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \|(.*)\|$", text, flags=re.MULTILINE)
    assert [int(number) for number, _rest in rows] == list(range(1, 43))
    for number, rest in rows:
        shown = rest.rpartition("|")[2].strip()
        assert "::" in shown or shown.startswith(("not yet", "does not apply because", "checked by")), number


def test_the_readme_names_the_command_that_runs_the_tests() -> None:
    assert "\nmake test\n" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^test:", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)


def settings_read() -> set[str]:
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if "tests" not in path.parts:
            found |= set(re.findall(r"""["'](REMIT_[A-Z_]+)["']""", path.read_text(encoding="utf-8")))
    return found - NO_SETTINGS


def test_every_setting_that_is_read_is_described() -> None:
    described = (ROOT / "docs" / "howto" / "settings.md").read_text(encoding="utf-8")
    read = settings_read()
    assert "REMIT_DATA_DIR" in read
    assert sorted(name for name in read if not re.search(rf"\b{name}\b", described)) == []


def test_records_of_decisions_are_numbered_without_gaps() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        for heading in ("\nDate: ", "\n## Context", "\n## Decision", "\n## Consequences"):
            assert heading in text, (path.name, heading)
