"""Primavera's two file formats in one set of words: names of fields and of values in XER and in PMXML.

Written from the published schemas of P6 (the table and field names of its export formats) and from files.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from remit.engine.formats.document import FormatError
from remit.engine.formats.mspdi_values import LONGEST_MINUTES, minute_of
from remit.engine.formats.safe_xml import Facts
from remit.engine.model import (
    ActivityKind,
    ConstraintKind,
    Contour,
    FloatKind,
    LagCalendar,
    LinkKind,
    Minute,
    ProgressMode,
    ResourceKind,
)

Names = Mapping[str, str]
XER, PMXML = 0, 1


class Row(Protocol):
    """One row or element of a file: texts by the file's own names, and errors that say where it stands."""

    task: str

    @property
    def line(self) -> int:
        """The line of the file."""

    def text(self, name: str, default: str = "") -> str:
        """Return the text of a field."""

    def number(self, name: str, default: float = 0.0) -> float:
        """Return a field as a number."""

    def wrong(self, message: str) -> FormatError:
        """Return the error that says what is wrong here."""


def _names(dialect: int, **pairs: tuple[str, str]) -> Names:
    return {ours: theirs[dialect] for ours, theirs in pairs.items()}


def project_names(dialect: int) -> Names:
    """Return how a project's fields are called."""
    return _names(
        dialect,
        id=("proj_id", "ObjectId"),
        code=("proj_short_name", "Id"),
        name=("proj_short_name", "Name"),
        calendar=("clndr_id", "ActivityDefaultCalendarObjectId"),
        start=("plan_start_date", "PlannedStartDate"),
        status=("last_recalc_date", "DataDate"),
        must_finish=("plan_end_date", "MustFinishByDate"),
        critical_hours=("critical_drtn_hr_cnt", "CriticalActivityFloatLimit"),
        critical_path=("critical_path_type", "CriticalActivityPathType"),
        exported=("export_flag", "-"),
        baseline_of=("orig_proj_id", "OriginalProjectObjectId"),
        current_baseline=("sum_base_proj_id", "CurrentBaselineProjectObjectId"),
    )


def option_names(dialect: int) -> Names:
    """Return how the options of scheduling are called; PMXML has them in the project itself."""
    return _names(
        dialect,
        project=("proj_id", "ProjectObjectId"),
        lag_calendar=("sched_calendar_on_relationship_lag", "RelationshipLagCalendar"),
        retained=("sched_retained_logic", "OutOfSequenceScheduleType"),
        override=("sched_progress_override", "OutOfSequenceScheduleType"),
        lag_from_early=("sched_lag_early_start_flag", "StartToStartLagCalculationType"),
        float_kind=("sched_float_type", "ComputeTotalFloatType"),
        expected_finish=("sched_use_expect_end_flag", "UseExpectedFinishDates"),
        open_ends=("sched_open_critical_flag", "MakeOpenEndedActivitiesCritical"),
    )


def wbs_names(dialect: int) -> Names:
    """Return how the fields of the outline are called."""
    return _names(
        dialect,
        id=("wbs_id", "ObjectId"),
        parent=("parent_wbs_id", "ParentObjectId"),
        project=("proj_id", "ProjectObjectId"),
        code=("wbs_short_name", "Code"),
        name=("wbs_name", "Name"),
        order=("seq_num", "SequenceNumber"),
        is_root=("proj_node_flag", "-"),
    )


def activity_names(dialect: int) -> Names:
    """Return how an activity's fields are called."""
    return _names(
        dialect,
        id=("task_id", "ObjectId"),
        project=("proj_id", "ProjectObjectId"),
        wbs=("wbs_id", "WBSObjectId"),
        calendar=("clndr_id", "CalendarObjectId"),
        code=("task_code", "Id"),
        name=("task_name", "Name"),
        type=("task_type", "Type"),
        percent_type=("complete_pct_type", "PercentCompleteType"),
        physical=("phys_complete_pct", "PhysicalPercentComplete"),
        priority=("priority_type", "LevelingPriority"),
        planned=("target_drtn_hr_cnt", "PlannedDuration"),
        remaining=("remain_drtn_hr_cnt", "RemainingDuration"),
        planned_labour=("target_work_qty", "PlannedLaborUnits"),
        planned_other=("target_equip_qty", "PlannedNonLaborUnits"),
        actual_labour=("act_work_qty", "ActualLaborUnits"),
        actual_other=("act_equip_qty", "ActualNonLaborUnits"),
        remaining_labour=("remain_work_qty", "RemainingLaborUnits"),
        remaining_other=("remain_equip_qty", "RemainingNonLaborUnits"),
        actual_start=("act_start_date", "ActualStartDate"),
        actual_finish=("act_end_date", "ActualFinishDate"),
        constraint=("cstr_type", "PrimaryConstraintType"),
        constraint_date=("cstr_date", "PrimaryConstraintDate"),
        second=("cstr_type2", "SecondaryConstraintType"),
        second_date=("cstr_date2", "SecondaryConstraintDate"),
        expected_finish=("expect_end_date", "ExpectedFinishDate"),
        suspended=("suspend_date", "SuspendDate"),
        resumed=("resume_date", "ResumeDate"),
        external_start=("external_early_start_date", "ExternalEarlyStartDate"),
        external_finish=("external_late_end_date", "ExternalLateFinishDate"),
        remaining_start=("restart_date", "RemainingEarlyStartDate"),
        remaining_finish=("reend_date", "RemainingEarlyFinishDate"),
        early_start=("early_start_date", "StartDate"),
        early_finish=("early_end_date", "FinishDate"),
        planned_start=("target_start_date", "PlannedStartDate"),
        planned_finish=("target_end_date", "PlannedFinishDate"),
    )


def link_names(dialect: int) -> Names:
    """Return how the fields of a relationship are called."""
    return _names(
        dialect,
        successor=("task_id", "SuccessorActivityObjectId"),
        predecessor=("pred_task_id", "PredecessorActivityObjectId"),
        project=("proj_id", "SuccessorProjectObjectId"),
        other=("pred_proj_id", "PredecessorProjectObjectId"),
        type=("pred_type", "Type"),
        lag=("lag_hr_cnt", "Lag"),
    )


def resource_names(dialect: int) -> Names:
    """Return how the fields of a resource are called."""
    return _names(
        dialect,
        id=("rsrc_id", "ObjectId"),
        name=("rsrc_name", "Name"),
        code=("rsrc_short_name", "Id"),
        type=("rsrc_type", "ResourceType"),
        calendar=("clndr_id", "CalendarObjectId"),
        email=("email_addr", "EmailAddress"),
        title=("rsrc_title_name", "Title"),
    )


def rate_names(dialect: int) -> Names:
    """Return how the fields of a resource's rate are called."""
    return _names(
        dialect,
        resource=("rsrc_id", "ResourceObjectId"),
        start=("start_date", "EffectiveDate"),
        units=("max_qty_per_hr", "MaxUnitsPerTime"),
        price=("cost_per_qty", "PricePerUnit"),
    )


def role_names(dialect: int) -> Names:
    """Return how the fields of a role are called."""
    return _names(dialect, id=("role_id", "ObjectId"), name=("role_name", "Name"))


def assignment_names(dialect: int) -> Names:
    """Return how the fields of an assignment are called."""
    return _names(
        dialect,
        activity=("task_id", "ActivityObjectId"),
        project=("proj_id", "ProjectObjectId"),
        resource=("rsrc_id", "ResourceObjectId"),
        role=("role_id", "RoleObjectId"),
        planned=("target_qty", "PlannedUnits"),
        rate=("target_qty_per_hr", "PlannedUnitsPerTime"),
        remaining=("remain_qty", "RemainingUnits"),
        actual=("act_reg_qty", "ActualRegularUnits"),
        overtime=("act_ot_qty", "ActualOvertimeUnits"),
        delay=("target_lag_drtn_hr_cnt", "PlannedLag"),
        cost=("target_cost", "PlannedCost"),
        spent=("act_reg_cost", "ActualRegularCost"),
        spent_overtime=("act_ot_cost", "ActualOvertimeCost"),
        curve=("curv_id", "ResourceCurveObjectId"),
    )


def code_names(dialect: int) -> Names:
    """Return how the fields of activity codes are called: of a type, of a value and of its use."""
    return _names(
        dialect,
        type_id=("actv_code_type_id", "ObjectId"),
        type_name=("actv_code_type", "Name"),
        value_id=("actv_code_id", "ObjectId"),
        value_type=("actv_code_type_id", "CodeTypeObjectId"),
        value_name=("short_name", "CodeValue"),
        used_by=("task_id", "-"),
        used_value=("actv_code_id", "ValueObjectId"),
    )


def note_names(dialect: int) -> Names:
    """Return how the fields of a note on an activity are called."""
    return _names(dialect, activity=("task_id", "ActivityObjectId"), text=("task_memo", "Note"))


def curve_names(dialect: int) -> Names:
    """Return how the fields of a resource curve are called."""
    return _names(dialect, id=("curv_id", "ObjectId"), name=("curv_name", "Name"))


KINDS = {
    "TT_Task": ActivityKind.TASK,
    "TT_Rsrc": ActivityKind.TASK,
    "TT_Mile": ActivityKind.MILESTONE,
    "TT_FinMile": ActivityKind.FINISH_MILESTONE,
    "TT_LOE": ActivityKind.LEVEL_OF_EFFORT,
    "TT_WBS": ActivityKind.WBS_SUMMARY,
    "Task Dependent": ActivityKind.TASK,
    "Resource Dependent": ActivityKind.TASK,
    "Start Milestone": ActivityKind.MILESTONE,
    "Finish Milestone": ActivityKind.FINISH_MILESTONE,
    "Level of Effort": ActivityKind.LEVEL_OF_EFFORT,
    "WBS Summary": ActivityKind.WBS_SUMMARY,
}
RESOURCE_DEPENDENT = frozenset({"TT_Rsrc", "Resource Dependent"})
CONSTRAINTS = {
    "CS_MSO": ConstraintKind.MSO,
    "CS_MSOA": ConstraintKind.SNET,
    "CS_MSOB": ConstraintKind.SNLT,
    "CS_MEO": ConstraintKind.MFO,
    "CS_MEOA": ConstraintKind.FNET,
    "CS_MEOB": ConstraintKind.FNLT,
    "CS_ALAP": ConstraintKind.ALAP,
    "CS_MANDSTART": ConstraintKind.MANDATORY_START,
    "CS_MANDFIN": ConstraintKind.MANDATORY_FINISH,
    "Start On": ConstraintKind.MSO,
    "Start On or After": ConstraintKind.SNET,
    "Start On or Before": ConstraintKind.SNLT,
    "Finish On": ConstraintKind.MFO,
    "Finish On or After": ConstraintKind.FNET,
    "Finish On or Before": ConstraintKind.FNLT,
    "As Late As Possible": ConstraintKind.ALAP,
    "Mandatory Start": ConstraintKind.MANDATORY_START,
    "Mandatory Finish": ConstraintKind.MANDATORY_FINISH,
}
LINKS = {
    "PR_FS": LinkKind.FS,
    "PR_SS": LinkKind.SS,
    "PR_FF": LinkKind.FF,
    "PR_SF": LinkKind.SF,
    "Finish to Start": LinkKind.FS,
    "Start to Start": LinkKind.SS,
    "Finish to Finish": LinkKind.FF,
    "Start to Finish": LinkKind.SF,
}
PRIORITIES = {
    "PT_Top": 900,
    "PT_High": 700,
    "PT_Normal": 500,
    "PT_Low": 300,
    "PT_Lowest": 100,
    "Top": 900,
    "High": 700,
    "Normal": 500,
    "Low": 300,
    "Lowest": 100,
}
RESOURCES = {
    "RT_Labor": ResourceKind.WORK,
    "RT_Equip": ResourceKind.WORK,
    "RT_Mat": ResourceKind.MATERIAL,
    "Labor": ResourceKind.WORK,
    "Nonlabor": ResourceKind.WORK,
    "Material": ResourceKind.MATERIAL,
}
LAG_CALENDARS = {
    "rcal_Predecessor": LagCalendar.PREDECESSOR,
    "rcal_Successor": LagCalendar.SUCCESSOR,
    "rcal_ProjDefault": LagCalendar.PROJECT,
    "rcal_24Hour": LagCalendar.CLOCK,
    "Predecessor Activity Calendar": LagCalendar.PREDECESSOR,
    "Successor Activity Calendar": LagCalendar.SUCCESSOR,
    "Project Default Calendar": LagCalendar.PROJECT,
    "24 Hour Calendar": LagCalendar.CLOCK,
}
FLOATS = {
    "FT_MIN": FloatKind.SMALLEST,
    "FT_SF": FloatKind.START,
    "FT_FF": FloatKind.FINISH,
    "Smallest of Start Float and Finish Float": FloatKind.SMALLEST,
    "Start Float = Late Start - Early Start": FloatKind.START,
    "Finish Float = Late Finish - Early Finish": FloatKind.FINISH,
}
PROGRESS = {
    "Retained Logic": ProgressMode.RETAINED_LOGIC,
    "Progress Override": ProgressMode.PROGRESS_OVERRIDE,
    "Actual Dates": ProgressMode.ACTUAL_DATES,
}
LONGEST_PATH = frozenset({"CT_DrivPath", "Longest Path"})
CURVES = {
    "back loaded": Contour.BACK_LOADED,
    "front loaded": Contour.FRONT_LOADED,
    "bell shaped": Contour.BELL,
    "double peak": Contour.DOUBLE_PEAK,
    "early peak": Contour.EARLY_PEAK,
    "late peak": Contour.LATE_PEAK,
    "turtle": Contour.TURTLE,
    "linear": Contour.FLAT,
    "uniform": Contour.FLAT,
}


@dataclass(slots=True)
class Record:
    """A row read by our names, whichever of the two formats it came from."""

    row: Row | Facts
    names: Names

    def text(self, name: str) -> str:
        """Return a field as text, '' where it is absent."""
        return self.row.text(self.names[name])

    def number(self, name: str, default: float = 0.0) -> float:
        """Return a field as a number."""
        return self.row.number(self.names[name], default)

    def flag(self, name: str) -> bool:
        """Return a field as yes or no."""
        return self.text(name).upper() in {"Y", "1", "TRUE"}

    def moment(self, name: str) -> Minute | None:
        """Return a field as plan time, None where it is absent."""
        return minute_of(self.row, self.names[name])

    def minutes(self, name: str) -> int | None:
        """Return a field of hours as minutes, None where it is absent."""
        if not self.text(name):
            return None
        minutes = round(self.number(name) * 60)
        if abs(minutes) > LONGEST_MINUTES:
            raise self.wrong(
                f"{self.names[name]} is {self.text(name)[:40]} hours: longer than a hundred years."
            )
        return minutes

    def length(self, name: str) -> int:
        """Return a field of hours as minutes that are not below zero, 0 where it is absent."""
        minutes = self.minutes(name) or 0
        if minutes < 0:
            raise self.wrong(f"{self.names[name]} is below zero.")
        return minutes

    def wrong(self, message: str) -> FormatError:
        """Return the error that says what is wrong here."""
        return self.row.wrong(message)
