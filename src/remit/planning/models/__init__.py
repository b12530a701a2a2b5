from remit.planning.models.activity import Activity, ActivityKind, Constraint
from remit.planning.models.baseline import Baseline, BaselineActivity
from remit.planning.models.calendar import PlanCalendar
from remit.planning.models.link import LagUnit, Link, LinkKind
from remit.planning.models.plan import (
    FloatKind,
    LagCalendar,
    LagFromStart,
    Plan,
    PlanEdit,
    ProgressMode,
    RuleSet,
)
from remit.planning.models.resource import (
    Contour,
    Delegation,
    Resource,
    ResourceAssignment,
    ResourceKind,
)

__all__ = [
    "Activity",
    "ActivityKind",
    "Baseline",
    "BaselineActivity",
    "Constraint",
    "Contour",
    "Delegation",
    "FloatKind",
    "LagCalendar",
    "LagFromStart",
    "LagUnit",
    "Link",
    "LinkKind",
    "Plan",
    "PlanCalendar",
    "PlanEdit",
    "ProgressMode",
    "Resource",
    "ResourceAssignment",
    "ResourceKind",
    "RuleSet",
]
