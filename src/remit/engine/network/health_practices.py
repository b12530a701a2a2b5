"""The ten practices of the GAO's Schedule Assessment Guide (GAO-16-89G), as far as data can tell."""

from collections import Counter
from collections.abc import Iterable, Sequence

from remit.engine.model import DriverKind
from remit.engine.network.health_facts import SPANNING, Facts
from remit.engine.network.health_results import (
    Check,
    CheckName,
    Evidence,
    Missing,
    Practice,
    PracticeName,
    Verdict,
)

# which checks speak for which practice, and what is left to ask people
_CHECKS_OF: dict[PracticeName, tuple[CheckName, ...]] = {
    PracticeName.SEQUENCING_ALL_ACTIVITIES: (
        CheckName.LOGIC,
        CheckName.LEADS,
        CheckName.LAGS,
        CheckName.FINISH_TO_START,
        CheckName.HARD_CONSTRAINTS,
    ),
    PracticeName.ASSIGNING_RESOURCES: (CheckName.RESOURCES,),
    PracticeName.ESTABLISHING_DURATIONS: (CheckName.HIGH_DURATION,),
    PracticeName.TRACING_HORIZONTALLY_AND_VERTICALLY: (CheckName.LOGIC, CheckName.CRITICAL_PATH_TEST),
    PracticeName.CONFIRMING_THE_CRITICAL_PATH: (CheckName.CRITICAL_PATH_TEST,),
    PracticeName.ENSURING_REASONABLE_FLOAT: (CheckName.HIGH_FLOAT, CheckName.NEGATIVE_FLOAT),
    PracticeName.UPDATING_WITH_PROGRESS_AND_LOGIC: (CheckName.INVALID_DATES,),
    PracticeName.MAINTAINING_A_BASELINE: (
        CheckName.MISSED,
        CheckName.CRITICAL_PATH_LENGTH_INDEX,
        CheckName.BASELINE_EXECUTION_INDEX,
    ),
}
_ASK = {
    PracticeName.CAPTURING_ALL_ACTIVITIES: "Does the plan hold all work, the customer's and suppliers' too?",
    PracticeName.SEQUENCING_ALL_ACTIVITIES: "Are the links those that the work really has?",
    PracticeName.ASSIGNING_RESOURCES: "Will the people and things assigned be there when they are needed?",
    PracticeName.ESTABLISHING_DURATIONS: "Did those who do the work estimate it, and on what basis?",
    PracticeName.TRACING_HORIZONTALLY_AND_VERTICALLY: "Do other plans show the same dates?",
    PracticeName.CONFIRMING_THE_CRITICAL_PATH: "Does the team agree that this is what decides the end?",
    PracticeName.ENSURING_REASONABLE_FLOAT: "Is the float that the plan shows the float that there is?",
    PracticeName.CONDUCTING_A_RISK_ANALYSIS: "Did those who know the risks take part, and is there a reserve?",
    PracticeName.UPDATING_WITH_PROGRESS_AND_LOGIC: "Is progress reported regularly by those who do the work?",
    PracticeName.MAINTAINING_A_BASELINE: "Is the baseline approved, and is every change to it?",
}


def all_practices(facts: Facts, checks: Sequence[Check]) -> tuple[Practice, ...]:
    """Return the ten practices in their order; a practice is as good as the worst of its evidence."""
    own = {
        PracticeName.CAPTURING_ALL_ACTIVITIES: _names(facts),
        PracticeName.TRACING_HORIZONTALLY_AND_VERTICALLY: _outline(facts),
        PracticeName.CONFIRMING_THE_CRITICAL_PATH: _unbroken(facts),
        PracticeName.CONDUCTING_A_RISK_ANALYSIS: _risks(facts),
        PracticeName.UPDATING_WITH_PROGRESS_AND_LOGIC: _progress(facts),
        PracticeName.MAINTAINING_A_BASELINE: _baselined(facts),
    }
    found = []
    for name in PracticeName:
        of_checks = [checks[each.number - 1] for each in _CHECKS_OF.get(name, ())]
        evidence = [Evidence(each.name, each.verdict, each.activity_ids, each.missing) for each in of_checks]
        evidence += [own[name]] if name in own else []
        found.append(Practice(name, _worst(each.verdict for each in evidence), tuple(evidence), _ASK[name]))
    return tuple(found)


def _worst(verdicts: Iterable[Verdict]) -> Verdict:
    found = set(verdicts)
    return next(each for each in (Verdict.FAILED, Verdict.UNKNOWN, Verdict.PASSED) if each in found)


def _evidence(key: str, bad: Iterable[str]) -> Evidence:
    ids = tuple(bad)
    return Evidence(key, Verdict.FAILED if ids else Verdict.PASSED, ids)


def _names(facts: Facts) -> Evidence:
    """Two activities with one name below one summary are likely one too many, or hide what is missing.

    Whether everything is captured no data can tell, so good names alone leave the practice unknown.
    """
    if not facts.work:
        return Evidence("distinct-names", Verdict.UNKNOWN, missing=Missing.ACTIVITIES)
    counts = Counter((each.parent_id, each.name.casefold()) for each in facts.work)
    twice = [each.id for each in facts.work if counts[each.parent_id, each.name.casefold()] > 1]
    return Evidence("distinct-names", Verdict.FAILED if twice else Verdict.UNKNOWN, tuple(twice))


def _outline(facts: Facts) -> Evidence:
    """Everything stands in the outline, and no summary lies outside what is below it."""
    if not facts.parents:
        return Evidence("outline", Verdict.UNKNOWN, missing=Missing.OUTLINE)
    return _evidence("outline", (each.id for each in facts.work if each.parent_id is None))


def _unbroken(facts: Facts) -> Evidence:
    """The critical path is a chain of links: no date that somebody fixed, no level of effort on it."""
    path = [each for each in facts.schedule.critical_path if each in facts.schedule.activities]
    left = {each.id for each in facts.left}
    if not left.intersection(path):
        return Evidence("unbroken-path", Verdict.UNKNOWN, missing=Missing.CRITICAL_PATH)
    spanning = {each.id for each in facts.problem.activities if each.kind in SPANNING}
    held = {
        each
        for each in path
        if each in left
        and facts.schedule.activities[each].driver.kind in {DriverKind.CONSTRAINT, DriverKind.MANUAL}
    }
    return _evidence("unbroken-path", (each for each in path if each in held or each in spanning))


def _risks(facts: Facts) -> Evidence:
    if facts.problem.risk is None:
        return Evidence("uncertainty", Verdict.UNKNOWN, missing=Missing.RISKS)
    return Evidence("uncertainty", Verdict.PASSED)


def _progress(facts: Facts) -> Evidence:
    """There is a status date, and what lies before it has begun."""
    status = facts.problem.status_minute
    if status is None:
        return Evidence("progress", Verdict.UNKNOWN, missing=Missing.STATUS_DATE)
    if not any(each.actual_start is not None for each in facts.work):
        return Evidence("progress", Verdict.UNKNOWN, missing=Missing.PROGRESS)
    return _evidence(
        "progress", (each.id for each in facts.work if each.percent_complete and each.actual_start is None)
    )


def _baselined(facts: Facts) -> Evidence:
    if not facts.baselines:
        return Evidence("baselined", Verdict.UNKNOWN, missing=Missing.BASELINE)
    return _evidence("baselined", (each.id for each in facts.work if each.id not in facts.baselines))
