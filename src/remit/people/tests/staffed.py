"""A project whose roles are held, and a matrix on it in which nothing is wrong."""

from dataclasses import dataclass

from django.db.models import F

from remit.accounts.permissions import Actor, system_actor
from remit.conftest import World
from remit.people.models import Assignment, MatrixState, Organisation, ResponsibilityMatrix, Role, Scope
from remit.people.operations.assignments import acknowledge_role
from remit.people.operations.matrices import activate_matrix, begin_matrix
from remit.people.operations.matrix_edits import add_party, add_responsibility, change_responsibility

SYSTEM = system_actor()
HOLDERS = {
    "Sue": "sponsor",
    "Ada": "project-manager",
    "Lea": "project-leader",
    "Tom": "team-member",
    "Kim": "acceptor",
    "Ana": "project-assurance",
}


@dataclass
class Staffed:
    """The world with everybody in office."""

    world: World

    @property
    def scope(self) -> Scope:
        found: Scope = Scope.objects.select_related("organisation").get(pk=self.world.project.scope_id)
        return found

    @property
    def ada(self) -> Actor:
        return self.world.actor("Ada")

    def role(self, code: str) -> Role:
        found: Role = Role.objects.get(organisation=self.world.organisation, code=code)
        return found

    def draft(self, template: str = "", scope: Scope | None = None) -> ResponsibilityMatrix:
        return begin_matrix(scope or self.scope, actor=SYSTEM, template=template)

    def small(self, scope: Scope | None = None) -> ResponsibilityMatrix:
        """Return a draft of one row, for which the sponsor answers and which the manager does."""
        draft = self.draft(scope=scope)
        for code in ("sponsor", "project-manager", "project-leader"):
            add_party(draft, role=self.role(code), actor=SYSTEM)
        row = add_responsibility(draft, text="Business case", area="strategy", actor=SYSTEM)
        self.put(draft, row.key, **{"role:sponsor": "A", "role:project-manager": "R"})
        return self.fresh(draft)

    def put(self, matrix: ResponsibilityMatrix, key: str, **letters: str) -> None:
        row = matrix.rows.get(key=key)
        change_responsibility(matrix, key, version=row.version, letters=letters, actor=SYSTEM)

    def fresh(self, matrix: ResponsibilityMatrix) -> ResponsibilityMatrix:
        found: ResponsibilityMatrix = ResponsibilityMatrix.objects.select_related("scope__organisation").get(
            pk=matrix.pk
        )
        return found

    def activate(self, matrix: ResponsibilityMatrix, reason: str = "") -> ResponsibilityMatrix:
        fresh = self.fresh(matrix)
        return activate_matrix(fresh, version=fresh.version, actor=SYSTEM, reason=reason)

    def active(self) -> ResponsibilityMatrix | None:
        found: ResponsibilityMatrix | None = self.scope.matrices.filter(state=MatrixState.ACTIVE).first()
        return found


def read_by_all(organisation: Organisation, *codes: str) -> None:
    """Let everybody acknowledge the roles that they hold, or those with `codes` where some are named."""
    held = Assignment.objects.filter(scope__organisation=organisation, ended_at=None)
    if codes:
        held = held.filter(role__code__in=codes)
    for each in held.exclude(acknowledged_version=F("role__version")).select_related("role"):
        acknowledge_role(each, version=each.role.version, actor=SYSTEM)


def staffed(world: World, *, firm: int = 10) -> Staffed:
    """Put somebody into every role of the project, which they acknowledge; the firm has at least `firm` people."""
    for name, role in HOLDERS.items():
        world.give(name, role)
    read_by_all(world.organisation)
    for number in range(len(HOLDERS), firm):
        world.person(f"Extra{number}")
    return Staffed(world)
