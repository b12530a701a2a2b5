"""The feasibility study of a project: written, handed in, and decided on by somebody who did not write it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.projects import feasibility_content as contents
from remit.projects.models import FeasibilityStudy, Project, RecordState
from remit.projects.operations import records
from remit.projects.operations.parts import check_fields
from remit.projects.policies import may_decide_record, may_edit_project
from remit.projects.signing import way_of

OPTION = ("name", "about", "costs", "benefits", "is_nothing")
TEST = ("score", "weight", "evidence", "remedy")


def _about(study: FeasibilityStudy) -> About:
    return records.about_record(study, "feasibility", _("feasibility study"))


@operation("projects.begin_study")
def begin_study(project: Project, *, actor: Actor) -> FeasibilityStudy:
    """Begin the next version of a feasibility study from the one before; to do nothing is its first option."""
    locked = records.locked_project(project)
    require(may_edit_project(actor, locked))
    study = records.next_version(FeasibilityStudy, locked, contents.blank(), actor)
    record(actor, _about(study), {"number": ["", study.number]})
    return study


@operation("projects.change_study")
def change_study(study: FeasibilityStudy, *, version: int, actor: Actor, **stated: Any) -> FeasibilityStudy:
    """Change fields of a draft; a stale `version` is refused with both values."""
    require(may_edit_project(actor, study.project))
    check_fields(stated, contents.FIELDS.keys())
    clean = _cleaned(stated)
    locked = records.locked_version(study, version, clean, RecordState.DRAFT)
    if errors := list(contents.faults(clean)):
        raise Invalid(errors[0].message, errors=errors)
    return records.write(locked, clean, actor, _about(locked))


def _cleaned(stated: Mapping[str, Any]) -> dict[str, Any]:
    clean: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in stated.items()
    }
    if "uncertainties" in clean:
        clean["uncertainties"] = [each.strip() for each in clean["uncertainties"] if each.strip()]
    if "options" in clean:
        clean["options"] = [
            {**{name: each[name] for name in OPTION if name in each}, "name": each["name"].strip()}
            for each in clean["options"]
        ]
    if "tests" in clean:
        clean["tests"] = {code: {name: each[name] for name in TEST} for code, each in clean["tests"].items()}
    return clean


@operation("projects.submit_study")
def submit_study(study: FeasibilityStudy, *, version: int, actor: Actor) -> FeasibilityStudy:
    """Hand a draft in to be decided on; refused while something is missing, which is named."""
    require(may_edit_project(actor, study.project))
    locked = records.locked_version(study, version, {}, RecordState.DRAFT)
    if gaps := contents.missing(locked.content):
        raise Conflict("incomplete", gaps[0][1])
    return records.hand_in(locked, actor, _about(locked))


@operation("projects.answer_study")
def answer_study(
    study: FeasibilityStudy, *, state: str, version: int, actor: Actor, answer: str = "",
    on: dt.date | None = None,
) -> FeasibilityStudy:  # fmt: skip
    """Agree to a study, refuse it, or send it back as a draft; the two latter take a reason."""
    locked = records.locked_version(study, version, {}, RecordState.WAITING)
    route = way_of(locked)
    require(may_decide_record(actor, locked, route.decider))
    if state not in {RecordState.AGREED, RecordState.REFUSED, RecordState.DRAFT}:
        raise Invalid(_("Choose one of: %(names)s.") % {"names": "agreed, refused, draft"}, field="state")
    return records.decide(
        locked, RecordState(state), actor, _about(locked), answer=answer, on=on, facts={"line": route.kept()}
    )
