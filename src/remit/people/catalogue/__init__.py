"""The roles that an organisation begins with: data, which it may change and add to without code."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from remit.people.models.role import Area
from remit.people.models.scope import ScopeKind

# Raised whenever the files below say more than before: organisations are then brought what they lack.
EDITION = 2
PROJECT_MANAGER = "project-manager"
SPONSOR = "sponsor"
ADMINISTRATOR = "administrator"
FILES = ("direction", "undertakings", "products", "business")


@dataclass(frozen=True, slots=True)
class CatalogueRole:
    """One role as the catalogue states it; fields as in `people.models.Role`."""

    code: str
    name: str
    family: str
    scope_kind: ScopeKind
    scope_text: str
    authority: int
    horizon: str
    purpose: str
    focus: str
    responsibilities: tuple[tuple[str, str], ...] = field(metadata={"of": "area and text"})
    decisions: tuple[str, ...]
    exclusions: tuple[tuple[str, str], ...] = field(metadata={"of": "text and code of whose it is"})
    capabilities: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    holders_per_scope: int = 0

    def stated(self) -> dict[str, Any]:
        """Return the fields as a role of an organisation keeps them."""
        lists = ("decisions", "capabilities", "aliases")
        plain = (
            "code", "name", "family", "scope_text", "authority", "horizon", "purpose", "focus",
            "holders_per_scope",
        )  # fmt: skip
        return {
            **{name: getattr(self, name) for name in plain},
            **{name: list(getattr(self, name)) for name in lists},
            "scope_kind": str(self.scope_kind),
            "responsibilities": [{"area": area, "text": text} for area, text in self.responsibilities],
            "exclusions": [{"text": text, "role": role} for text, role in self.exclusions],
        }


def _read(stated: dict[str, Any]) -> CatalogueRole:
    by_area: dict[str, list[str]] = stated["responsibilities"]
    if unknown := by_area.keys() - set(Area.values):
        raise ValueError(stated["code"], unknown)
    read: dict[str, Any] = {
        **stated,
        "scope_kind": ScopeKind(stated["scope_kind"]),
        "scope_text": stated["scope"],
        "responsibilities": tuple((area, text) for area in Area.values for text in by_area.get(area, ())),
        "exclusions": tuple((text, role) for text, role in stated["exclusions"]),
        **{name: tuple(stated[name]) for name in ("decisions", "capabilities", "aliases")},
    }
    del read["scope"]
    return CatalogueRole(**read)


def _roles() -> Iterator[CatalogueRole]:
    for name in FILES:
        path = Path(__file__).parent / "roles" / f"{name}.toml"
        yield from map(_read, tomllib.loads(path.read_text(encoding="utf-8"))["role"])


CATALOGUE: tuple[CatalogueRole, ...] = tuple(_roles())
