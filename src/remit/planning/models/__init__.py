from remit.planning.models.activity import Activity, ActivityKind, Constraint
from remit.planning.models.baseline import Baseline, BaselineActivity
from remit.planning.models.calendar import PlanCalendar
from remit.planning.models.link import LagUnit, Link, LinkKind
from remit.planning.models.plan import Plan, PlanEdit
from remit.planning.models.resource import Resource, ResourceAssignment, ResourceKind

__all__ = [
    "Activity",
    "ActivityKind",
    "Baseline",
    "BaselineActivity",
    "Constraint",
    "LagUnit",
    "Link",
    "LinkKind",
    "Plan",
    "PlanCalendar",
    "PlanEdit",
    "Resource",
    "ResourceAssignment",
    "ResourceKind",
]
