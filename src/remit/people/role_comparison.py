"""Two to four roles side by side, from what the catalogue says: what is the same, what differs, what follows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.people.catalogue.distinctions import Distinction, between
from remit.people.models import Role, ScopeKind
from remit.people.role_content import area_words, capability_words

FEWEST, MOST = 2, 4
# Each lies within those before it; products and clients lie across them.
WITHIN = (
    ScopeKind.ORGANISATION, ScopeKind.PORTFOLIO, ScopeKind.PROGRAMME, ScopeKind.PROJECT, ScopeKind.SITE,
    ScopeKind.TEAM, ScopeKind.BACKLOG,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Axis:
    """One attribute of all compared roles, by their names: what each states, and what follows where they differ."""

    name: str
    label: str
    values: tuple[str, ...]
    consequence: str
    names: tuple[str, ...]

    @property
    def by_role(self) -> list[tuple[str, str]]:
        """Return what each role states beside its name."""
        return list(zip(self.names, self.values, strict=True))

    @property
    def is_same(self) -> bool:
        """Return whether all state the same."""
        return len(set(self.values)) == 1


@dataclass(frozen=True, slots=True)
class Row:
    """One responsibility, decision or right: which of the compared roles have it, and what follows."""

    text: str
    area: str
    held: tuple[bool, ...]
    consequence: str

    @property
    def is_shared(self) -> bool:
        """Return whether all have it."""
        return all(self.held)


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one kind; shared ones first, then those of some, in the order of the roles."""

    name: str
    label: str
    shared: tuple[Row, ...]
    different: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Border:
    """What one compared role leaves to another by name."""

    role: Role
    text: str
    to: Role


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it, in the order in which it is read: scope, authority and focus first."""

    roles: tuple[Role, ...]
    axes: tuple[Axis, ...]
    parts: tuple[Part, ...]
    borders: tuple[Border, ...]
    tests: tuple[Distinction, ...]

    @property
    def shared(self) -> int:
        """Return how many lines all have."""
        return sum(len(part.shared) for part in self.parts)

    @property
    def different(self) -> int:
        """Return how many attributes and lines differ."""
        axes = sum(not axis.is_same for axis in self.axes)
        return axes + sum(len(part.different) for part in self.parts)


def compare(roles: Sequence[Role], *, area: str = "") -> Comparison:
    """Return two to four roles side by side; with `area` only the responsibilities of that area."""
    codes = {role.code: role for role in roles}
    borders = tuple(
        Border(role, each["text"], codes[each["role"]])
        for role in roles
        for each in role.exclusions
        if each["role"] in codes
    )
    parts = (
        _part(
            "responsibilities", _("Responsibilities"), roles, lambda role: _duties(role, area), _duty_words
        ),
        _part(
            "decisions",
            _("Decisions"),
            roles,
            lambda role: [(text, "") for text in role.decisions],
            _decision_words,
        ),
        _part("capabilities", _("Rights in Remit"), roles, _rights, _right_words),
    )
    return Comparison(tuple(roles), tuple(_axes(roles)), parts, borders, tuple(between(codes)))


def _axes(roles: Sequence[Role]) -> list[Axis]:
    stated: tuple[tuple[str, str, Callable[[Role], str], Callable[[Sequence[Role]], str]], ...] = (
        ("scope", _("Scope of responsibilities"), _scope, _scope_words),
        (
            "authority",
            _("Authority level"),
            lambda role: _("%(level)d of 5") % {"level": role.authority},
            _authority_words,
        ),
        ("focus", _("Focus"), lambda role: role.focus, _focus_words),
        ("purpose", _("Purpose"), lambda role: role.purpose, _purpose_words),
        ("horizon", _("Time horizon"), lambda role: role.horizon, _horizon_words),
        ("holders", _("Holders"), _holders, _holders_words),
    )
    axes = []
    names = tuple(role.name for role in roles)
    for name, label, read, words in stated:
        values = tuple(read(role) for role in roles)
        follows = words(roles) if len(set(values)) > 1 else ""
        axes.append(Axis(name, label, values, follows, names))
    return axes


def _scope(role: Role) -> str:
    return role.scope_text or str(ScopeKind(role.scope_kind).label)


def _holders(role: Role) -> str:
    return _("exactly one at a time") if role.holders_per_scope == 1 else _("any number")


def _scope_words(roles: Sequence[Role]) -> str:
    kinds = {ScopeKind(role.scope_kind) for role in roles}
    if len(kinds) == 1:
        return _("They meet at the same kind of place: the words say where each one's part of it ends.")
    if not kinds <= set(WITHIN):
        places = ", ".join(str(kind.label) for kind in sorted(kinds, key=list(ScopeKind).index))
        return _(
            "They are held at different things (%(kinds)s): first ask which of them a matter is about."
        ) % {"kinds": places}
    in_order = sorted(
        roles, key=lambda role: (WITHIN.index(ScopeKind(role.scope_kind)), -role.authority, role.name)
    )
    words = _("What lies outside the narrower scope of the %(narrow)s goes to the %(wide)s.")
    return words % {"narrow": in_order[-1].name, "wide": in_order[0].name}


def _authority_words(roles: Sequence[Role]) -> str:
    in_order = sorted(roles, key=lambda role: (-role.authority, role.name))
    highest, lowest = in_order[0], in_order[-1]
    words = _("A matter beyond what the %(low)s may decide goes up to the %(high)s, never the other way.")
    return words % {"low": lowest.name, "high": highest.name}


def _focus_words(roles: Sequence[Role]) -> str:
    del roles
    return _("Each looks after something else: neither stands in for the other without being asked.")


def _purpose_words(roles: Sequence[Role]) -> str:
    del roles
    return _("Each is done when its own purpose is met: one can succeed while the other fails.")


def _horizon_words(roles: Sequence[Role]) -> str:
    del roles
    return _("Judge each by its own horizon, and expect them to weigh today's trouble differently.")


def _holders_words(roles: Sequence[Role]) -> str:
    single = _names(role for role in roles if role.holders_per_scope == 1)
    return _("Of %(single)s there is one name at a scope to ask; of the others there may be several.") % {
        "single": single
    }


def _names(roles: Any) -> str:
    return ", ".join(role.name for role in roles)


Line = tuple[str, str]


def _duties(role: Role, area: str) -> list[Line]:
    return [(each["text"], each["area"]) for each in role.responsibilities if area in {"", each["area"]}]


def _rights(role: Role) -> list[Line]:
    return [(capability_words(each), "") for each in role.capabilities]


def _part(
    name: str,
    label: str,
    roles: Sequence[Role],
    read: Callable[[Role], list[Line]],
    words: Callable[[Sequence[Role], Sequence[Role]], str],
) -> Part:
    """Return the lines of all roles; the same text, whatever its case and blanks, is one line."""
    lines: dict[str, Line] = {}
    of: list[set[str]] = []
    for role in roles:
        keyed = {_key(line[0]): line for line in read(role)}
        of.append(set(keyed))
        lines |= {key: line for key, line in keyed.items() if key not in lines}
    rows = []
    for key, (text, area) in lines.items():
        held = tuple(key in own for own in of)
        have = [role for role, has in zip(roles, held, strict=True) if has]
        lack = [role for role, has in zip(roles, held, strict=True) if not has]
        rows.append(Row(text, area_words(area), held, words(have, lack)))
    different = sorted(
        (row for row in rows if not row.is_shared), key=lambda row: [not has for has in row.held]
    )
    return Part(name, label, tuple(row for row in rows if row.is_shared), tuple(different))


def _key(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _duty_words(have: Sequence[Role], lack: Sequence[Role]) -> str:
    if not lack:
        return _("All of them do it, each at the own scope: agree who answers where scopes meet.")
    return _("Ask the %(have)s, not the %(lack)s.") % {"have": _names(have), "lack": _names(lack)}


def _decision_words(have: Sequence[Role], lack: Sequence[Role]) -> str:
    if not lack:
        return _("All of them decide it, each at the own scope.")
    return _("The %(lack)s brings it to the %(have)s.") % {"have": _names(have), "lack": _names(lack)}


def _right_words(have: Sequence[Role], lack: Sequence[Role]) -> str:
    if not lack:
        return _("All of them can do it in Remit.")
    return _("In Remit the %(have)s does it; to the %(lack)s it is refused.") % {
        "have": _names(have),
        "lack": _names(lack),
    }
