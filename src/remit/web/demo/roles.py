"""What the people of the demo have read of their roles, and a role that the firm has made its own."""

from collections import Counter

from remit.people.models import Assignment, Role
from remit.people.operations.assignment_changes import change_assignment
from remit.people.operations.assignments import acknowledge_role
from remit.people.operations.roles import change_role
from remit.web.demo.firm import Firm

STEP = 5
ADMINISTRATOR = "Adam Greaves"
# who has not said yet that they take their role on
UNREAD = frozenset({("Kwame Boateng", "project-manager")})
# who has read the project leader's role again after it was changed
READ_AGAIN = "Amina Yusuf"
ADDED = {"area": "strategy", "text": "Write the week's note on direction for the team"}


def settle_roles(firm: Firm) -> None:
    """Let all but a few acknowledge their roles; then the project leader's is changed, and all but one must read it."""
    held = Assignment.objects.filter(scope__organisation=firm.organisation, ended_at=None)
    _share_out(firm, list(held.select_related("person", "role", "scope").order_by("pk")))
    for each in held.select_related("person", "role").order_by("pk"):
        if (each.person.name, each.role.code) not in UNREAD:
            acknowledge_role(each, version=each.role.version, actor=firm.system)
    leader = Role.objects.get(organisation=firm.organisation, code="project-leader")
    change_role(
        leader,
        version=leader.version,
        actor=firm.actor(ADMINISTRATOR),
        note="Teams asked for it in the retrospective of June.",
        responsibilities=[*leader.responsibilities, ADDED],
    )
    for each in held.filter(role=leader, person__name=READ_AGAIN).select_related("role"):
        acknowledge_role(each, version=each.role.version, actor=firm.system)


def _share_out(firm: Firm, held: list[Assignment]) -> None:
    """Give whoever holds several roles an equal share of the working time to each, in steps of five per cent."""
    roles = Counter(each.person_id for each in held)
    for each in held:
        if roles[each.person_id] > 1:
            share = max(100 // roles[each.person_id] // STEP * STEP, STEP)
            change_assignment(each, version=each.version, actor=firm.system, allocation_percent=share)
