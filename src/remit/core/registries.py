"""Registries that apps fill in `apps.py`: the menu, the start page, the command palette, the rights."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from remit.accounts.permissions import Actor  # the layer above; named for the type checker alone

Text = str | Promise
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One entry of the rail: shown to those for whom `is_visible` holds, in order of `position`."""

    label: Text
    url_name: str
    icon: str
    position: int
    is_visible: Callable[["Actor"], bool]
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One answer of the command palette: where it leads, of what kind it is, and a hint beside it.

    `is_exact` where it is called just what was asked for: such answers come first.
    """

    label: str
    url: str
    kind: str
    hint: str = ""
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class HomeSection:
    """One part of the start page: `context` returns what `template` shows, or None where it has nothing to say."""

    position: int
    template: str
    context: Callable[["Actor"], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class ObjectPanel:
    """What an app shows below the pages of things of a project, for whoever was let see them.

    `context` gets who reads, the project and the key of the thing, empty for the project itself.
    """

    position: int
    template: str
    context: Callable[["Actor", Any, str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class PageScript:
    """A module that every page of somebody in an organisation loads, and where it finds its data."""

    static_path: str
    url_name: str


CommandProvider = Callable[["Actor", str], Iterable[Command]]


@dataclass(frozen=True, slots=True)
class Capability:
    """A right that a role may give at a scope and everything below it, and in a sentence what it lets one do."""

    code: str
    label: Text
    explanation: Text


@dataclass(slots=True)
class Registry(Generic[T]):
    """An ordered list that apps extend while Django starts and that is only read afterwards."""

    _entries: list[T] = field(default_factory=list)

    def register(self, *entries: T) -> None:
        """Add `entries` at the end."""
        self._entries.extend(entries)

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries)


def words_for(code: str) -> str:
    """Return the words for the code of a field or an operation; the code itself, readable, where there are none."""
    for table in wording:
        if code in table:
            return str(table[code])
    return code.rpartition(".")[2].replace("_", " ")


def value_in_words(name: str, value: Any) -> str:
    """Return a recorded value of the field `name` as people read it; as it stands where nobody knows better."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if value not in ("", None):
        for table in value_wording:
            if name in table:
                return table[name](value)
    return "" if value is None else str(value)


navigation: Registry[NavigationEntry] = Registry()
home_sections: Registry[HomeSection] = Registry()
# What people read where the record names a field or an operation by its code.
wording: Registry[Mapping[str, Text]] = Registry()
# How people read a value that the record keeps, by the code of its field.
value_wording: Registry[Mapping[str, Callable[[Any], str]]] = Registry()
commands: Registry[CommandProvider] = Registry()
object_panels: Registry[ObjectPanel] = Registry()
capabilities: Registry[Capability] = Registry()
page_scripts: Registry[PageScript] = Registry()
