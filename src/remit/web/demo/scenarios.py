"""What the demo's cloud rollout could be: two scenarios of its plan, in which one activity lasts otherwise."""

from remit.planning.models import Activity
from remit.projects.models import Project
from remit.scenarios.operations.estimates import estimate_activity
from remit.scenarios.operations.scenarios import create_scenario
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import Undertaking

WEEK = 5
BASIS = "Asked of those who did the first sites; bad nights of a migration are in the highest value."
TRIED = (
    ("One week lost", "What if the next critical step takes a week longer than planned?", WEEK),
    ("One week gained", "What if the longest step that is still to come took a week less?", -WEEK),
)


def load_scenarios(firm: Firm, project: Project, each: Undertaking, number: int) -> None:
    """Try two ways in which the plan of project 1 could go."""
    if number != 1:
        return
    rows = Activity.objects.filter(
        project=project, kind="task", is_critical=True, percent_complete=0, duration_is_elapsed=False
    )
    first = rows.order_by("start_minute", "position").first()
    longest = rows.order_by("-duration_minutes", "position").first()
    day = project.organisation.minutes_per_day
    for (name, note, days), activity in zip(TRIED, (first, longest), strict=True):
        if activity is None:
            continue
        estimate_activity(
            project,
            activity,
            method="pert",
            low=activity.duration_minutes * 3 // 4,
            likely=activity.duration_minutes,
            high=activity.duration_minutes * 3 // 2,
            basis=BASIS,
            actor=firm.actor(each.manager),
        )
        minutes = max(day, activity.duration_minutes + days * day)
        step = {
            "op": "change",
            "key": activity.key,
            "version": activity.version,
            "fields": {"duration_minutes": minutes},
        }
        manager = firm.actor(each.manager)
        create_scenario(project, name=name, note=note, steps=[step], actor=manager)
