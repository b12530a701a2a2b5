"""What a plan file says of budget, promise, progress and cost becomes packages to measure."""

from typing import Any

import pytest

from remit.engine.formats import DocumentCosts, PlanDocument, write_mspdi
from remit.engine.model import ActivityKind
from remit.engine.network import schedule
from remit.engine.tests.building import at, shared_data
from remit.engine.tests.plan_files import element, project, read, task, wait_for
from remit.engine.value import Rule, Unit, measure
from remit.engine.value.plan_files import Assumed, basis_of, promises_of

MON, TUE = "2026-01-05", "2026-01-06"


def promise(**facts: object) -> str:
    stated = {
        "Number": 0,
        "Start": f"{MON}T08:00:00",
        "Finish": f"{MON}T17:00:00",
        "Work": "PT8H0M0S",
        **facts,
    }
    return element("Baseline", **stated)


def plan(*tasks: str, **facts: Any) -> PlanDocument:
    return read(project(*tasks, **facts))


def dated(uid: int, *more: str, **facts: Any) -> str:
    return task(uid, *more, Start=f"{TUE}T08:00:00", Finish=f"{TUE}T17:00:00", **facts)


def test_money_is_read_in_hundredths_and_written_as_it_was() -> None:
    facts = {"Cost": 130050, "FixedCost": 5000, "ActualCost": 45000}
    earning = {"PhysicalPercentComplete": 40, "EarnedValueMethod": 1}
    document = plan(dated(1, promise(Cost=120000), **facts, **earning))
    assert document.tasks[0].costs == DocumentCosts(130050, 5000, 45000, 40, earns_by_physical=True)
    assert document.tasks[0].baselines[0].cost == 120000
    again = read(write_mspdi(document))
    assert again.tasks[0].costs == document.tasks[0].costs
    assert again.tasks[0].baselines == document.tasks[0].baselines


def test_the_worked_example_from_a_file() -> None:
    """BAC 1000, PV 500, EV 400, AC 450: two tasks of 500, one of them due."""
    document = plan(
        dated(1, promise(Cost=50000), PercentComplete=80, ActualCost=45000),
        dated(2, promise(Start=f"{TUE}T08:00:00", Finish=f"{TUE}T17:00:00", Cost=50000)),
    )
    basis = basis_of(document)
    assert (basis.unit, basis.assumed) == (Unit.MONEY, ())
    total = measure(basis.packages, status=at(f"{MON} 17:00")).total
    found = [total.bac.value, total.pv.value, total.ev.value, total.ac.value]
    assert found == [1000_00, 500_00, 400_00, 450_00]
    assert total.forecasts[0].eac.value == 1125_00


def test_the_physical_percentage_counts_where_the_file_says_so() -> None:
    document = plan(
        dated(1, promise(Cost=100), PercentComplete=80, PhysicalPercentComplete=30, EarnedValueMethod=1),
        dated(2, promise(Cost=100), PercentComplete=80, PhysicalPercentComplete=30),
    )
    assert [each.percent_complete for each in basis_of(document).packages] == [30, 80]


def test_without_cost_work_is_measured_and_without_a_baseline_the_present_dates() -> None:
    assignment = element(
        "Assignment", UID=1, TaskUID=1, ResourceUID=1, Work="PT8H0M0S", ActualWork="PT3H0M0S"
    )
    resource = element("Resource", UID=1, ID=1, Name="Ada")
    document = plan(dated(1, Work="PT8H0M0S", PercentComplete=50), resources=resource, assignments=assignment)
    basis = basis_of(document)
    assert [each for each, _key in basis.assumed] == [Assumed.PRESENT_DATES, Assumed.WORK_FOR_MONEY]
    (package,) = basis.packages
    assert (basis.unit, package.budget, package.actual_cost) == (Unit.MINUTES, 480, 180)
    assert package.start == at(f"{TUE} 08:00")


def test_without_a_budget_the_cost_foreseen_stands_for_it() -> None:
    basis = basis_of(plan(dated(1, promise(), Cost=700)))
    assert (basis.packages[0].budget, basis.assumed) == (700, ((Assumed.PRESENT_COST, ""),))


def test_what_came_after_the_baseline_has_cost_but_no_budget() -> None:
    basis = basis_of(plan(dated(1, promise(Cost=100)), dated(2, ActualCost=50, Cost=60)))
    assert [(each.budget, each.actual_cost) for each in basis.packages] == [(100, 0), (0, 50)]
    assert basis.assumed == ((Assumed.NOT_IN_BASELINE, "2"),)


def test_what_has_no_dates_is_not_measured() -> None:
    basis = basis_of(plan(dated(1, promise(Cost=100)), task(2)))
    assert [each.id for each in basis.packages] == ["1"]
    assert basis.assumed == ((Assumed.NO_DATES, "2"),)


def test_what_has_no_dates_in_the_file_takes_those_of_its_schedule() -> None:
    document = plan(task(1, Cost=100), task(2, wait_for(1), Cost=100))
    packages = basis_of(document, schedule(document.problem())).packages
    assert [each.finish for each in packages] == [at(f"{MON} 17:00"), at(f"{TUE} 17:00")]


def test_summaries_and_inactive_tasks_are_no_packages_and_the_top_summary_is_the_group() -> None:
    document = plan(
        task(1, name="Bridge"),
        task(2, name="Piers", OutlineLevel=2),
        dated(3, promise(Cost=100), OutlineLevel=3),
        dated(4, promise(Cost=100), Active=0),
        dated(5, promise(Cost=100), Duration="PT0H0M0S"),
    )
    packages = basis_of(document).packages
    assert [(each.id, each.groups) for each in packages] == [
        ("3", (("wbs", "Bridge"),)),
        ("5", (("wbs", ""),)),
    ]
    assert [each.rule for each in packages] == [Rule.PERCENT, Rule.ZERO_HUNDRED]
    assert document.tasks[0].activity.kind == ActivityKind.SUMMARY


def test_promises_are_the_dates_of_the_first_baseline() -> None:
    document = plan(dated(1, promise()), dated(2, promise(Number=1)), dated(3))
    assert promises_of(document) == {"1": (at(f"{MON} 08:00"), at(f"{MON} 17:00"))}


def test_a_promise_of_cost_alone_takes_the_present_dates() -> None:
    basis = basis_of(plan(dated(1, promise(Cost=100, Start="NA", Finish="NA"))))
    assert (basis.packages[0].budget, basis.packages[0].finish) == (100, at(f"{TUE} 17:00"))
    assert basis.assumed == ((Assumed.NO_PROMISED_DATES, "1"),)


@pytest.mark.parametrize(
    ("name", "budget"),
    [("mspdi-derived/mpp14baseline.xml", 192 * 60), ("mspdi/task-baselines-project2003-mspdi.xml", 100)],
)
def test_real_files_with_baselines_are_measured(name: str, budget: int) -> None:
    document = read((shared_data() / name).read_bytes())
    basis = basis_of(document)
    finish = max(each.finish for each in basis.packages)
    found = measure(basis.packages, status=finish, unit=basis.unit)
    assert found.total.pv.value == found.total.bac.value == budget
