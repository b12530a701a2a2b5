from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Invalid, NotAllowed
from remit.core.keys import next_key
from remit.core.statements import Statement
from remit.people.catalogue import CATALOGUE, EDITION
from remit.people.models import Organisation, Person, Role, RoleVersion, Scope, ScopeKind, Unit
from remit.people.policies import may_edit_organisation
from remit.people.role_content import every_right, version_of

LONGEST_UNIT_NAME = 120
_ROOT = Statement(
    lambda organisation_id: (
        Scope.objects.filter(organisation_id=organisation_id, kind=ScopeKind.ORGANISATION)
        .order_by()
        .values_list("pk")
    ),
    int,
)
_LOCKED = Statement(lambda pk: Scope.objects.select_for_update().filter(pk=pk).order_by(), int)


def space_of(organisation_id: int) -> str:
    """Return the space in which an organisation's keys are unique."""
    return f"organisation:{organisation_id}"


def lock_scope(pk: int) -> None:
    """Lock the row of a scope until the transaction ends."""
    _LOCKED.first(pk)


def about_person(person: Person) -> About:
    """Return how the record names a person."""
    path = f"/{_root_id(person.organisation_id)}/"
    return About("person", person.key, person.name, person.organisation_id, path)


def _root_id(organisation_id: int) -> int:
    return int(_ROOT.first(organisation_id)[0])


@operation("people.create_organisation")
def create_organisation(name: str, *, actor: Actor, **settings: Any) -> Organisation:
    """Make an organisation with its root scope and the roles of the catalogue; only the system may."""
    if not actor.is_system:
        raise NotAllowed(_("Organisations are made from the command line."), _("whoever runs the server"))
    known = {"catalogue_edition": EDITION, "known_rights": sorted(every_right())}
    organisation = Organisation.objects.create(name=name, **known, **settings)
    root = add_scope(organisation, ScopeKind.ORGANISATION, key="O-1", name=name, parent=None)
    roles = Role.objects.bulk_create(Role(organisation=organisation, **each.stated()) for each in CATALOGUE)
    now = timezone.now()
    RoleVersion.objects.bulk_create(version_of(role, by=actor.name, at=now) for role in roles)
    record(actor, About("organisation", "O-1", name, organisation.pk, root.path), {"name": ["", name]})
    return organisation


def add_scope(
    organisation: Organisation, kind: ScopeKind, *, key: str, name: str, parent: Scope | None
) -> Scope:
    """Add a node to the scope tree inside a running operation; its path ends in its own primary key."""
    scope = Scope.objects.create(
        organisation=organisation,
        kind=kind,
        key=key,
        name=name,
        parent=parent,
        path=f"?{organisation.pk}:{key}",
    )
    scope.path = f"{parent.path if parent else '/'}{scope.pk}/"
    scope.save(update_fields=["path"])
    return scope


def root_scope(organisation: Organisation) -> Scope:
    """Return the scope of the whole organisation."""
    scope: Scope = Scope.objects.get(organisation=organisation, kind=ScopeKind.ORGANISATION)
    return scope


@operation("people.create_programme")
def create_programme(organisation: Organisation, *, name: str, actor: Actor) -> Scope:
    """Add a programme below the organisation; projects and roles can then be put into it."""
    root = root_scope(organisation)
    if not actor.can("project.create", root.path):
        raise NotAllowed(_("You may not create programmes."), _("the portfolio manager"))
    scope = add_scope(
        organisation,
        ScopeKind.PROGRAMME,
        key=next_key(space_of(organisation.pk), "G"),
        name=name,
        parent=root,
    )
    record(actor, About("scope", scope.key, name, organisation.pk, scope.path), {"name": ["", name]})
    return scope


def checked_name(organisation_id: int, name: str, *, but: Unit | None = None) -> str:
    """Return the name of a unit without blanks around it; `Invalid` where it is empty, long or taken."""
    clean = name.strip()
    if not clean:
        raise Invalid(_("Give a name."), field="name", code="required")
    if len(clean) > LONGEST_UNIT_NAME:
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(
            message % {"longest": LONGEST_UNIT_NAME, "count": len(clean)}, field="name", code="long"
        )
    same = Unit.objects.filter(organisation_id=organisation_id, name__iexact=clean)
    if (same.exclude(pk=but.pk) if but else same).exists():
        message = _("There is a unit of this name already: choose another.")
        raise Invalid(message, field="name", code="taken")
    return clean


def checked_parent(organisation_id: int, parent: Unit | None) -> Unit | None:
    """Return what a unit is to stand below; `Invalid` where that is elsewhere or closed."""
    if parent is not None and parent.organisation_id != organisation_id:
        raise Invalid(_("The unit belongs to another organisation."), field="parent", code="elsewhere")
    if parent is not None and parent.closed_on is not None:
        raise Invalid(_("%(name)s is closed.") % {"name": parent.name}, field="parent", code="closed")
    return parent


@operation("people.create_unit")
def create_unit(
    organisation: Organisation,
    *,
    name: str,
    actor: Actor,
    parent: Unit | None = None,
    head: Person | None = None,
) -> Unit:
    """Add a department or team to the organisation."""
    require(may_edit_organisation(actor))
    if head is not None and head.organisation_id != organisation.pk:
        raise Invalid(_("The head of a unit belongs to the same organisation."), field="head")
    unit = Unit.objects.create(
        organisation=organisation,
        name=checked_name(organisation.pk, name),
        parent=checked_parent(organisation.pk, parent),
        head=head,
        key=next_key(space_of(organisation.pk), "N"),
    )
    name = unit.name
    path = root_scope(organisation).path
    record(actor, About("unit", unit.key, name, organisation.pk, path), {"name": ["", name]})
    return unit
