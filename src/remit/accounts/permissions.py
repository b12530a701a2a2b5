"""Who acts, what their roles let them do, and the decisions that policies return."""

from dataclasses import dataclass, field

from django.db.models import Q

from remit.core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Grant:
    """What one role assignment gives: capabilities at a scope and everything below it.

    `money_limit_minor` is None where the assignment names no limit.
    """

    scope_path: str
    role_code: str
    capabilities: frozenset[str]
    money_limit_minor: int | None = None
    days_limit: int | None = None
    # how much the role is trusted with, from 0 to 5
    authority: int = 0


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts: a signed-in person with the grants that hold at this moment, or the system itself."""

    key: str
    name: str
    user_id: int | None = None
    person_id: int | None = None
    organisation_id: int | None = None
    grants: tuple[Grant, ...] = ()
    is_system: bool = False
    token_may_write: bool = True
    # the organisation demands a second factor and there is none: nothing else until one is set up
    must_set_up_second_factor: bool = False
    _paths: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_known(self) -> bool:
        """Return whether somebody stands behind the request at all."""
        return self.is_system or self.user_id is not None

    def paths(self, capability: str) -> tuple[str, ...]:
        """Return the paths of the scopes at and below which the actor has `capability`."""
        if self.is_system:
            return ("/",)
        if capability not in self._paths:
            held = sorted({grant.scope_path for grant in self.grants if capability in grant.capabilities})
            self._paths[capability] = tuple(
                path for path in held if not any(path != other and path.startswith(other) for other in held)
            )
        return self._paths[capability]

    def can(self, capability: str, scope_path: str) -> bool:
        """Return whether the actor has `capability` at the scope with `scope_path`."""
        return any(scope_path.startswith(path) for path in self.paths(capability))

    def can_anywhere(self, capability: str) -> bool:
        """Return whether the actor has `capability` at any scope."""
        return bool(self.paths(capability))

    def within(self, field_name: str = "organisation_id") -> Q:
        """Return the filter that keeps rows of the actor's own organisation; the system sees all of them."""
        if self.is_system and self.organisation_id is None:
            return Q()
        return Q(**{field_name: self.organisation_id})

    def reach(self, capability: str, path_field: str) -> Q:
        """Return the filter that keeps rows whose `path_field` lies in scopes with `capability`."""
        condition = Q(pk__in=[])
        for path in self.paths(capability):
            condition |= Q(**{f"{path_field}__startswith": path})
        return condition


NOBODY = Actor(key="nobody", name="nobody")


def system_actor(name: str = "Remit", organisation_id: int | None = None) -> Actor:
    """Return the actor of the command line and of background work, who is held by no scope."""
    return Actor(key="system", name=name, organisation_id=organisation_id, is_system=True)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a policy says: allowed or not, why not, and who may instead."""

    allowed: bool
    reason: str = ""
    who_may: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(allowed=True)


def refuse(reason: object, who_may: object = "") -> Decision:
    """Return a refusal with its reason, in words for the person refused."""
    return Decision(allowed=False, reason=str(reason), who_may=str(who_may))


def require(decision: Decision) -> None:
    """Raise `NotAllowed` with the reason unless `decision` allows."""
    if not decision.allowed:
        raise NotAllowed(decision.reason, decision.who_may)
