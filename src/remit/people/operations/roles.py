"""The roles of an organisation: added, changed, retired, and brought what a new edition of the catalogue has."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.people.catalogue import (
    ADMINISTRATOR,
    CATALOGUE,
    EDITION,
    PROJECT_MANAGER,
    SPONSOR,
    CatalogueRole,
)
from remit.people.models import Assignment, Organisation, Role, RoleVersion, ScopeKind
from remit.people.operations.organisation import root_scope
from remit.people.policies import may_edit_roles, may_widen
from remit.people.rights_effects import Effect, effects_of, open_assignments
from remit.people.role_content import (
    LISTS,
    STATED,
    check,
    content_of,
    every_right,
    in_order,
    line_words,
    text_of,
    version_of,
)

# Addresses below /roles/ that are no role's.
RESERVED = frozenset({"new", "compare", "ask"})
LONGEST_CODE = 40
# Rules elsewhere are about these: they stay, and what those rules rely on stays.
KEPT_RIGHTS: Mapping[str, frozenset[str]] = {ADMINISTRATOR: frozenset({"account.manage", "role.edit"})}
KEPT_SHAPE = frozenset({PROJECT_MANAGER, SPONSOR})
KEPT = frozenset({*KEPT_RIGHTS, *KEPT_SHAPE})
EMPTY: Mapping[str, Any] = {
    "aliases": [], "focus": "", "scope_text": "", "authority": 0, "horizon": "", "responsibilities": [],
    "decisions": [], "exclusions": [], "capabilities": [], "holders_per_scope": 0, "family": "", "purpose": "",
    "scope_kind": ScopeKind.PROJECT,
}  # fmt: skip


def _about(role: Role) -> About:
    path = root_scope(role.organisation).path
    return About("role", role.code, role.name, role.organisation_id, path)


@operation("people.add_role")
def add_role(organisation: Organisation, *, name: str, actor: Actor, code: str = "", **stated: Any) -> Role:
    """Add a role of the organisation's own; without `code` it gets one from its name."""
    require(may_edit_roles(actor))
    _known(stated)
    content = {**EMPTY, **stated, "name": name.strip()}
    content["responsibilities"] = in_order(content["responsibilities"])
    codes = set(Role.objects.filter(organisation=organisation).values_list("code", flat=True))
    check(content, codes)
    _check_name(organisation.pk, content["name"])
    role = Role.objects.create(
        organisation=organisation, code=_code(code or slugify(name), codes), is_tailored=True, **content
    )
    version_of(role, by=actor.name, at=timezone.now()).save(force_insert=True)
    record(actor, _about(role), {"name": ["", role.name], "capabilities": ["", ", ".join(role.capabilities)]})
    return role


def _known(stated: Mapping[str, Any]) -> None:
    if unknown := sorted(stated.keys() - set(STATED)):
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(unknown)})


def _code(wanted: str, taken: set[str]) -> str:
    code = wanted[:LONGEST_CODE].strip("-")
    if not code or slugify(code) != code:
        message = _("Give a code of small letters, digits and hyphens, such as site-clerk.")
        raise Invalid(message, field="code", code="invalid")
    if code in taken | RESERVED:
        raise Invalid(
            _("There is a role with this code already: choose another."), field="code", code="taken"
        )
    return code


def _check_name(organisation_id: int, name: str, *, but: Role | None = None) -> None:
    same = Role.objects.filter(organisation_id=organisation_id, name__iexact=name, retired_on=None)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Invalid(_("There is a role of this name already: choose another."), field="name", code="taken")


def _locked(role: Role, version: int, wanted: Mapping[str, Any]) -> Role:
    """Return the role, locked; `Conflict` with both values where its version is another."""
    rows = Role.objects.select_for_update(of=("self",)).select_related("organisation")
    locked: Role = rows.get(pk=role.pk)
    if locked.version != version:
        both = {
            name: {"yours": _read(name, value), "theirs": _read(name, getattr(locked, name))}
            for name, value in wanted.items()
        }
        message = _("Somebody changed this role meanwhile: load the page again.")
        raise Conflict("stale", message, current={"fields": both})
    return locked


def _read(name: str, value: Any) -> Any:
    return "; ".join(line_words(name, line) for line in value) if name in LISTS else value


@operation("people.change_role")
def change_role(
    role: Role, *, version: int, actor: Actor, rights_seen: bool = False, note: str = "", **changes: Any
) -> Role:
    """Change what a role states; it becomes the next version, which holders acknowledge anew.

    Where present holders gain or lose rights it is refused (`Conflict` "rights_change", with the effects) until
    `rights_seen` says that whoever changes it has read that.
    """
    require(may_edit_roles(actor))
    _known(changes)
    locked = _locked(role, version, changes)
    if locked.retired_on is not None:
        raise Conflict("retired", _("%(name)s is retired: bring it back first.") % {"name": locked.name})
    before = content_of(locked)
    after = {**before, **changes, "name": str(changes.get("name", locked.name)).strip()}
    after["responsibilities"] = in_order(after["responsibilities"])
    if after == before:
        raise Invalid(_("Nothing has changed."), code="unchanged")
    _check_change(locked, after, actor)
    effects = effects_of(locked, after["capabilities"])
    if effects and not rights_seen:
        raise Conflict(
            "rights_change",
            _rights_words(effects),
            current={"effects": [_told(each, actor) for each in effects]},
        )
    _state(locked, after, actor=actor, note=note, is_tailored=True)
    return locked


def _rights_words(effects: list[Effect]) -> str:
    lines = " ".join(each.words for each in effects)
    return _("This changes what people may do. %(effects)s Say that you have seen it.") % {"effects": lines}


def _told(effect: Effect, actor: Actor) -> dict[str, Any]:
    return {
        "capability": effect.capability,
        "gained": effect.gained,
        "people": list(effect.names) if actor.can_anywhere("people.view") else [],
        "words": effect.words,
    }


def _check_change(role: Role, after: Mapping[str, Any], actor: Actor) -> None:
    codes = Role.objects.filter(organisation_id=role.organisation_id).values_list("code", flat=True)
    check(after, codes)
    _check_name(role.organisation_id, after["name"], but=role)
    rights = set(after["capabilities"])
    holds = open_assignments(role).filter(person_id=actor.person_id).exists()
    require(may_widen(actor, rights - set(role.capabilities), holds=holds))
    missing = KEPT_RIGHTS.get(role.code, frozenset()) - rights
    if missing:
        message = _("%(name)s keeps the right to manage accounts and roles, or nobody could give it back.")
        raise Invalid(message % {"name": role.name}, field="capabilities", code="kept")
    for name in ("holders_per_scope", "scope_kind") if role.code in KEPT_SHAPE else ():
        if after[name] != getattr(role, name):
            message = _("Remit's rules rely on this: every project has exactly one %(name)s.") % {
                "name": role.name
            }
            raise Invalid(message, field=name, code="kept")
    if after["holders_per_scope"] == 1 != role.holders_per_scope:
        _check_single(role)


def _check_single(role: Role) -> None:
    rows = Assignment.objects.filter(role=role, ended_at=None).values("scope__name")
    crowded = rows.annotate(count=Count("pk")).filter(count__gt=1).order_by("scope_id").first()
    if crowded is not None:
        message = _("%(count)d people hold it at %(scope)s: end assignments there first.")
        words = {"count": crowded["count"], "scope": crowded["scope__name"]}
        raise Conflict("several_holders", message % words)


def _state(role: Role, content: Mapping[str, Any], *, actor: Actor, note: str, is_tailored: bool) -> None:
    """Let a locked role state `content` as its next version, and record what differs."""
    before = content_of(role)
    for name in STATED:
        setattr(role, name, content[name])
    role.version += 1
    role.is_tailored = is_tailored
    role.save(update_fields=[*STATED, "version", "is_tailored"])
    if role.holders_per_scope != before["holders_per_scope"]:
        open_ones = Assignment.objects.filter(role=role, ended_at=None)
        open_ones.update(only_one=role.holders_per_scope == 1)
    version_of(role, by=actor.name, at=timezone.now(), note=note).save(force_insert=True)
    record(actor, _about(role), _recorded(before, content), reason=note)


def _recorded(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what differs as the record keeps it: of lists, the lines that went and that came."""
    changes = {}
    for name in STATED:
        if before[name] == after[name]:
            continue
        if name in LISTS:
            gone = [text_of(line) for line in before[name] if line not in after[name]]
            come = [text_of(line) for line in after[name] if line not in before[name]]
            changes[name] = ["; ".join(gone), "; ".join(come)]
        else:
            changes[name] = [str(before[name]), str(after[name])]
    return changes


@operation("people.retire_role")
def retire_role(role: Role, *, version: int, actor: Actor) -> Role:
    """Retire a role: nobody is given it any more; those who hold it keep it until their assignment ends."""
    require(may_edit_roles(actor))
    locked = _locked(role, version, {})
    if locked.code in KEPT:
        raise Conflict("kept", _("Remit's rules rely on %(name)s: it stays.") % {"name": locked.name})
    if locked.retired_on is not None:
        raise Conflict("retired", _("%(name)s is retired already.") % {"name": locked.name})
    locked.retired_on = timezone.localdate()
    locked.save(update_fields=["retired_on"])
    still = open_assignments(locked).count()
    record(
        actor,
        _about(locked),
        {"retired_on": ["", locked.retired_on.isoformat()], "assignments": ["", str(still)]},
    )
    return locked


@operation("people.reinstate_role")
def reinstate_role(role: Role, *, version: int, actor: Actor) -> Role:
    """Bring a retired role back, so that it can be given again."""
    require(may_edit_roles(actor))
    locked = _locked(role, version, {})
    if locked.retired_on is None:
        raise Conflict("not_retired", _("%(name)s is not retired.") % {"name": locked.name})
    _check_name(locked.organisation_id, locked.name, but=locked)
    before = locked.retired_on.isoformat()
    locked.retired_on = None
    locked.save(update_fields=["retired_on"])
    record(actor, _about(locked), {"retired_on": [before, ""]})
    return locked


@operation("people.bring_catalogue")
def bring_catalogue(organisation: Organisation, *, actor: Actor) -> list[Role]:
    """Bring an organisation the roles of this edition that it lacks, and what those state that it never changed.

    Rights stay as they are but for those that this edition of Remit is the first to have: roles of the catalogue
    that were never changed get them, as nobody can have withheld what there was not. Return the roles that are new.
    """
    require(may_edit_roles(actor))
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    standing = {role.code: role for role in Role.objects.filter(organisation=locked)}
    names = {role.name.casefold() for role in standing.values() if role.retired_on is None}
    added, codes = [], every_right()
    new_rights = codes - set(locked.known_rights)
    for each in CATALOGUE:
        role = standing.get(each.code)
        if role is None and each.name.casefold() not in names:
            added.append(Role(organisation=locked, **each.stated()))
        elif role is not None and not role.is_tailored:
            _bring(role, each, new_rights - set(role.capabilities), actor)
    Role.objects.bulk_create(added)
    now = timezone.now()
    RoleVersion.objects.bulk_create(version_of(role, by=actor.name, at=now) for role in added)
    before = locked.catalogue_edition
    locked.catalogue_edition, locked.known_rights = EDITION, sorted(codes)
    locked.save(update_fields=["catalogue_edition", "known_rights"])
    about = About("organisation", "O-1", locked.name, locked.pk, root_scope(locked).path)
    words = ", ".join(role.name for role in added)
    changes = {
        "catalogue_edition": [str(before), str(EDITION)],
        "known_rights": ["", ", ".join(sorted(new_rights))],
        "roles": ["", words],
    }
    record(actor, about, changes)
    return added


def _bring(role: Role, stated: CatalogueRole, new_rights: Collection[str], actor: Actor) -> None:
    """Let a role that was never changed state what the catalogue does, with those of `new_rights` that are its.

    Where it is for rights alone, whoever had acknowledged the role need not do so again: what they answer for is
    the same.
    """
    rights = [*role.capabilities, *(code for code in stated.capabilities if code in new_rights)]
    kept = {"capabilities": rights, "holders_per_scope": role.holders_per_scope}
    before, content = content_of(role), {name: stated.stated()[name] for name in STATED} | kept
    if content == before:
        return
    number = role.version
    _state(role, content, actor=actor, note="", is_tailored=False)
    if all(content[name] == before[name] for name in STATED if name != "capabilities"):
        seen = Assignment.objects.filter(role=role, acknowledged_version=number)
        seen.update(acknowledged_version=role.version)


def behind() -> list[Organisation]:
    """Return the organisations that were brought an earlier edition, or fewer rights than there are, only."""
    codes = every_right()
    return [
        each
        for each in Organisation.objects.order_by("pk")
        if each.catalogue_edition < EDITION or not codes <= set(each.known_rights)
    ]
