"""Write the list of parts of Remit (SBOM) as CycloneDX JSON: every package that is pinned, with its hashes.

The source is requirements/run.txt alone, so that the list is the same on every machine; with --dev also what
tests and checks need. Record 20 says why this is our own.
"""

import argparse
import hashlib
import json
import re
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*\\?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Package:
    """One pinned package: where it is needed (`marker`, empty for everywhere) and the hashes of its files."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Return the package URL."""
        return f"pkg:pypi/{re.sub('[-_.]+', '-', self.name).lower()}@{self.version}"


def pinned(path: Path) -> list[Package]:
    """Return the packages of a requirements file with hashes; raises ValueError where one has none."""
    found: list[tuple[re.Match[str], list[str]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        pin = PIN.match(line)
        if pin:
            found.append((pin, []))
        elif found:
            found[-1][1].extend(HASH.findall(line))
    packages = [Package(pin["name"], pin["version"], pin["marker"] or "", tuple(each)) for pin, each in found]
    bare = [package.name for package in packages if not package.hashes]
    if bare:
        message = f"{path.name}: {', '.join(bare)} without a hash"
        raise ValueError(message)
    return packages


def version() -> str:
    """Return the version of Remit."""
    text = (ROOT / "src" / "remit" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    if found is None:
        raise ValueError("src/remit/__init__.py states no version")
    return found[1]


def document(packages: list[Package]) -> dict[str, Any]:
    """Return the list as CycloneDX 1.6; the same packages give the same document, its serial number included."""
    remit = f"pkg:generic/remit@{version()}"
    components = [
        _component(each) for each in sorted(set(packages), key=lambda each: (each.purl, each.marker))
    ]
    stated = hashlib.sha256(json.dumps([remit, components], sort_keys=True).encode()).hexdigest()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, stated)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": remit,
                "name": "remit",
                "version": version(),
                "purl": remit,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": components,
    }


def _component(package: Package) -> dict[str, Any]:
    reference = package.purl + (f"#{package.marker}" if package.marker else "")
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": reference,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        # a package has a file for each platform: CycloneDX keeps the hashes of several files as references
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{package.name}/{package.version}/#files",
                "hashes": [{"alg": "SHA-256", "content": each}],
            }
            for each in package.hashes
        ],
    }
    if package.marker:
        component["properties"] = [{"name": "remit:marker", "value": package.marker}]
    return component


def main() -> int:
    """Write the list to a file, or to standard output."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, help="where to (default: standard output)")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    given = parser.parse_args()
    names = ["run.txt", "dev.txt"] if given.dev else ["run.txt"]
    packages = [each for name in names for each in pinned(ROOT / "requirements" / name)]
    text = json.dumps(document(packages), indent=2) + "\n"
    if given.file is None:
        sys.stdout.write(text)
    else:
        given.file.parent.mkdir(parents=True, exist_ok=True)
        given.file.write_text(text, encoding="utf-8")
        print(f"{given.file}: {len(set(packages))} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
