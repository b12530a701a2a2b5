"""The list of parts holds every package that is pinned; the question for known faults fails softly and only so."""

import json
import re
import subprocess
import sys
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def script(name: str) -> ModuleType:
    specification = util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert specification is not None
    assert specification.loader is not None
    module = util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


sbom, audit = script("sbom"), script("audit")


@pytest.mark.parametrize("file", ["run.txt", "dev.txt"])
def test_every_pinned_package_stands_in_the_list_with_every_hash(file: str) -> None:
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    lines = re.findall(r"^[A-Za-z0-9][^\s#]*==\S+", text, re.MULTILINE)
    document = sbom.document(sbom.pinned(ROOT / "requirements" / file))
    listed = [f"{each['name']}=={each['version']}" for each in document["components"]]
    assert sorted(listed) == sorted(lines)
    hashes = [
        each["content"]
        for component in document["components"]
        for reference in component["externalReferences"]
        for each in reference["hashes"]
    ]
    assert sorted(hashes) == sorted(re.findall(r"sha256:([0-9a-f]{64})", text))


def test_the_command_writes_what_cyclonedx_asks_for() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "sbom.py")], capture_output=True, text=True, check=True
    )
    document = json.loads(done.stdout)
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", document["serialNumber"])
    references = [each["bom-ref"] for each in document["components"]]
    assert len(references) == len(set(references))
    assert {each["type"] for each in document["components"]} == {"library"}
    assert any(each["purl"].startswith("pkg:pypi/django@5.2") for each in document["components"])


def test_the_same_packages_give_the_same_document() -> None:
    packages = sbom.pinned(ROOT / "requirements" / "run.txt")
    assert sbom.document(packages) == sbom.document(packages[::-1])
    assert sbom.document(packages)["serialNumber"] != sbom.document(packages[1:])["serialNumber"]


def test_a_package_without_a_hash_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "run.txt"
    file.write_text("django==5.2\n")
    with pytest.raises(ValueError, match="django without a hash"):
        sbom.pinned(file)


@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [
        (0, "No known vulnerabilities found", 0),
        (1, "Found 2 known vulnerabilities in 1 package", 1),
        (1, "requests.exceptions.ConnectionError: Max retries exceeded with url", 0),
        (1, "Found 1 known vulnerability in 1 package\nConnectionError", 1),
        (2, "error: unrecognised arguments", 1),
    ],
)
def test_only_a_silent_network_is_forgiven(code: int, words: str, expected: int) -> None:
    found, line = audit.verdict(code, words)
    assert found == expected
    assert ("NOT CHECKED" in line) is ("Max retries" in words)
