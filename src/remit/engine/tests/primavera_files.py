"""One invented Primavera project, written by hand as XER and as PMXML: what the shared files lack.

Two phases of a harbour: relationships of all four types, lags, both constraints, actual dates, a suspended
activity, an expected finish, two calendars, one derived, exceptions, a role, a material, codes and a note.
"""

SHIFT_DAY = "(0||{day}()((0||0(s|07:00|f|12:00)())(0||1(s|12:30|f|15:30)())))"
FREE_DAY = "(0||{day}()())"
SITE = (
    "(0||CalendarData()((0||DaysOfWeek()("
    + FREE_DAY.format(day=1)
    + "".join(SHIFT_DAY.format(day=day) for day in range(2, 7))
    + "\x7f\x7f  (0||7()((0||0(s|07:00|f|11:00)())))"
    # 46112 is 2026-03-31, 46115 is 2026-04-03
    + "))(0||Exceptions()((0||0(d|46112)((0||0(s|07:00|f|11:00)())))(0||1(d|46115)())))))"
)
CREW = (
    "(0||CalendarData()((0||DaysOfWeek()("
    + FREE_DAY.format(day=1)
    + "".join(SHIFT_DAY.format(day=day) for day in range(2, 7))
    + FREE_DAY.format(day=7)
    + "))(0||Exceptions()((0||0(d|46120)())))))"
)

TABLES: dict[str, list[dict[str, str]]] = {
    "CURRTYPE": [{"curr_id": "1", "curr_symbol": "£"}],
    "PROJECT": [
        {
            "proj_id": "70",
            "proj_short_name": "HARBOUR",
            "clndr_id": "5",
            "plan_start_date": "2026-03-02 00:00",
            "last_recalc_date": "2026-03-16 07:00",
            "plan_end_date": "2026-06-30 15:30",
            "critical_drtn_hr_cnt": "8",
            "critical_path_type": "CT_DrivPath",
            "export_flag": "Y",
        }
    ],
    "CALENDAR": [
        {"clndr_id": "5", "clndr_name": "Site", "day_hr_cnt": "8", "week_hr_cnt": "44", "clndr_data": SITE},
        {
            "clndr_id": "6",
            "clndr_name": "Crew",
            "base_clndr_id": "5",
            "day_hr_cnt": "8",
            "week_hr_cnt": "40",
            "clndr_data": CREW,
        },
    ],
    "SCHEDOPTIONS": [
        {
            "proj_id": "70",
            "sched_retained_logic": "N",
            "sched_progress_override": "Y",
            "sched_float_type": "FT_SF",
            "sched_calendar_on_relationship_lag": "rcal_Successor",
            "sched_use_expect_end_flag": "Y",
            "sched_open_critical_flag": "N",
        }
    ],
    "PROJWBS": [
        {
            "wbs_id": "700",
            "proj_id": "70",
            "proj_node_flag": "Y",
            "wbs_short_name": "HARBOUR",
            "wbs_name": "Harbour",
        },
        {
            "wbs_id": "702",
            "proj_id": "70",
            "parent_wbs_id": "700",
            "seq_num": "20",
            "wbs_short_name": "B",
            "wbs_name": "Quay",
        },
        {
            "wbs_id": "701",
            "proj_id": "70",
            "parent_wbs_id": "700",
            "seq_num": "10",
            "wbs_short_name": "A",
            "wbs_name": "Dredging",
        },
        {
            "wbs_id": "703",
            "proj_id": "70",
            "parent_wbs_id": "702",
            "seq_num": "1",
            "wbs_short_name": "B1",
            "wbs_name": "Nothing yet",
        },
    ],
    "RSRC": [
        {
            "rsrc_id": "31",
            "rsrc_name": "Diver",
            "rsrc_type": "RT_Labor",
            "clndr_id": "6",
            "email_addr": "d@example.org",
        },
        {"rsrc_id": "32", "rsrc_name": "Gravel", "rsrc_type": "RT_Mat"},
    ],
    "RSRCRATE": [
        {"rsrc_id": "31", "max_qty_per_hr": "2", "cost_per_qty": "40.5", "start_date": "2026-01-01 00:00"},
        {"rsrc_id": "31", "max_qty_per_hr": "3", "cost_per_qty": "40.5", "start_date": "2026-05-01 00:00"},
    ],
    "ROLES": [{"role_id": "41", "role_name": "Surveyor"}, {"role_id": "42", "role_name": "Cook"}],
    "ACTVTYPE": [{"actv_code_type_id": "51", "actv_code_type": "Area"}],
    "ACTVCODE": [
        {"actv_code_id": "52", "actv_code_type_id": "51", "short_name": "N", "actv_code_name": "North"}
    ],
    "TASK": [
        {
            "task_id": "1",
            "wbs_id": "701",
            "task_code": "A10",
            "task_name": "Survey",
            "task_type": "TT_Task",
            "target_drtn_hr_cnt": "40",
            "remain_drtn_hr_cnt": "0",
            "act_start_date": "2026-03-02 07:00",
            "act_end_date": "2026-03-06 15:30",
        },
        {
            "task_id": "2",
            "wbs_id": "701",
            "task_code": "A20",
            "task_name": "Dredge £",
            "task_type": "TT_Rsrc",
            "complete_pct_type": "CP_Phys",
            "phys_complete_pct": "35",
            "target_drtn_hr_cnt": "80",
            "remain_drtn_hr_cnt": "60.5",
            "target_work_qty": "160",
            "act_start_date": "2026-03-09 07:00",
            "suspend_date": "2026-03-12 15:30",
            "resume_date": "2026-03-18 07:00",
            "expect_end_date": "2026-03-27 15:30",
            "priority_type": "PT_High",
        },
        {
            "task_id": "3",
            "wbs_id": "702",
            "task_code": "B10",
            "task_name": "Piles",
            "task_type": "TT_Task",
            "clndr_id": "6",
            "complete_pct_type": "CP_Drtn",
            "target_drtn_hr_cnt": "120",
            "remain_drtn_hr_cnt": "120",
            "cstr_type": "CS_MSOA",
            "cstr_date": "2026-03-30 07:00",
            "cstr_type2": "CS_MEOB",
            "cstr_date2": "2026-04-24 15:30",
            "external_early_start_date": "2026-03-23 07:00",
            "external_late_end_date": "2026-05-29 15:30",
            "early_start_date": "2026-03-30 07:00",
            "early_end_date": "2026-04-20 15:30",
        },
        {
            "task_id": "4",
            "wbs_id": "702",
            "task_code": "B20",
            "task_name": "Ready",
            "task_type": "TT_FinMile",
        },
        {"task_id": "5", "wbs_id": "700", "task_code": "Z10", "task_name": "Watch", "task_type": "TT_LOE"},
        {
            "task_id": "6",
            "wbs_id": "702",
            "task_code": "B30",
            "task_name": "Opened",
            "task_type": "TT_Mile",
            "cstr_type": "CS_MANDSTART",
            "cstr_date": "2026-06-01 07:00",
        },
    ],
    "TASKPRED": [
        {"task_id": "2", "pred_task_id": "1", "pred_type": "PR_FS", "lag_hr_cnt": "0"},
        {"task_id": "3", "pred_task_id": "2", "pred_type": "PR_SS", "lag_hr_cnt": "16"},
        {"task_id": "3", "pred_task_id": "2", "pred_type": "PR_FF", "lag_hr_cnt": "-4"},
        {"task_id": "4", "pred_task_id": "3", "pred_type": "PR_FS", "lag_hr_cnt": "0"},
        {"task_id": "6", "pred_task_id": "4", "pred_type": "PR_SF", "lag_hr_cnt": "0"},
    ],
    "TASKRSRC": [
        {
            "task_id": "2",
            "rsrc_id": "31",
            "target_qty": "160",
            "target_qty_per_hr": "2",
            "remain_qty": "121",
            "act_reg_qty": "35",
            "act_ot_qty": "4",
            "target_lag_drtn_hr_cnt": "8",
            "target_cost": "6480",
            "act_reg_cost": "1400.5",
            "act_ot_cost": "240",
        },
        {"task_id": "3", "role_id": "41", "target_qty": "120", "target_qty_per_hr": "1", "remain_qty": "120"},
        {"task_id": "3", "rsrc_id": "32", "target_qty": "50", "target_qty_per_hr": "0.5", "remain_qty": "50"},
    ],
    "TASKACTV": [{"task_id": "2", "actv_code_type_id": "51", "actv_code_id": "52"}],
    "TASKMEMO": [
        {"task_id": "2", "task_memo": "<HTML><BODY><P>Mind the &amp; tide.</P>Ask first.</BODY></HTML>"}
    ],
}
IN_A_PROJECT = {"TASK", "TASKPRED", "TASKRSRC", "TASKACTV"}


def xer(
    tables: dict[str, list[dict[str, str]]] = TABLES,
    *,
    encoding: str = "cp1252",
    end: str = "\r\n",
    more: str = "",
) -> bytes:
    """Return the tables as an XER file; rows of one project get its id."""
    lines = ["ERMHDR\t20.12\t2026-03-16\tProject\tadmin\tAdmin\tdb\tProject Management\tGBP"]
    for name, rows in tables.items():
        own = {"proj_id": "70", "pred_proj_id": "70"} if name in IN_A_PROJECT else {}
        full = [{**own, **row} for row in rows]
        fields = list(dict.fromkeys(field for row in full for field in row))
        lines += [f"%T\t{name}", "\t".join(["%F", *fields])]
        lines += ["\t".join(["%R", *(row.get(field, "") for field in fields)]) for row in full]
    lines += [*([more] if more else []), "%E", ""]
    return end.join(lines).encode(encoding)


def changed(table: str, number: int, **fields: str) -> dict[str, list[dict[str, str]]]:
    """Return the tables with one row changed."""
    rows = [dict(row) for row in TABLES[table]]
    rows[number].update(fields)
    return {**TABLES, table: rows}


def _work(*times: tuple[str, str]) -> str:
    return "".join(f"<WorkTime><Start>{a}</Start><Finish>{b}</Finish></WorkTime>" for a, b in times)


DAY = _work(("07:00:00", "11:59:00"), ("12:30:00", "15:29:00"))
HALF = _work(("07:00:00", "10:59:00"))
WEEK = "".join(
    f"<StandardWorkHours><DayOfWeek>{day}</DayOfWeek>{DAY}</StandardWorkHours>"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
)
SATURDAY = f"<StandardWorkHours><DayOfWeek>Saturday</DayOfWeek>{HALF}</StandardWorkHours>"


def _exception(date: str, times: str = "") -> str:
    return f"<HolidayOrException><Date>{date}T00:00:00</Date>{times}</HolidayOrException>"


PMXML = f"""<?xml version="1.0" encoding="utf-8"?>
<APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V20.12/API/BusinessObjects"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<ActivityCodeType><ObjectId>51</ObjectId><Name>Area</Name></ActivityCodeType>
<ActivityCode><ObjectId>52</ObjectId><CodeTypeObjectId>51</CodeTypeObjectId><CodeValue>N</CodeValue></ActivityCode>
<Calendar><ObjectId>5</ObjectId><Name>Site</Name><HoursPerDay>8</HoursPerDay><HoursPerWeek>44</HoursPerWeek>
<StandardWorkWeek>{WEEK}{SATURDAY}</StandardWorkWeek>
<HolidayOrExceptions>{_exception("2026-03-31", HALF)}{_exception("2026-04-03")}</HolidayOrExceptions></Calendar>
<Role><ObjectId>41</ObjectId><Name>Surveyor</Name></Role>
<Role><ObjectId>42</ObjectId><Name>Cook</Name></Role>
<Resource><ObjectId>31</ObjectId><Name>Diver</Name><ResourceType>Labor</ResourceType>
<CalendarObjectId>6</CalendarObjectId><EmailAddress>d@example.org</EmailAddress></Resource>
<Resource><ObjectId>32</ObjectId><Name>Gravel</Name><ResourceType>Material</ResourceType></Resource>
<ResourceRate><ResourceObjectId>31</ResourceObjectId><EffectiveDate>2026-01-01T00:00:00</EffectiveDate>
<MaxUnitsPerTime>2</MaxUnitsPerTime><PricePerUnit>40.5</PricePerUnit></ResourceRate>
<ResourceRate><ResourceObjectId>31</ResourceObjectId><EffectiveDate>2026-05-01T00:00:00</EffectiveDate>
<MaxUnitsPerTime>3</MaxUnitsPerTime><PricePerUnit>40.5</PricePerUnit></ResourceRate>
<Project><ObjectId>70</ObjectId><Id>HARBOUR</Id><Name>Harbour</Name>
<ActivityDefaultCalendarObjectId>5</ActivityDefaultCalendarObjectId><WBSObjectId>700</WBSObjectId>
<PlannedStartDate>2026-03-02T00:00:00</PlannedStartDate><DataDate>2026-03-16T07:00:00</DataDate>
<MustFinishByDate>2026-06-30T15:30:00</MustFinishByDate>
<CriticalActivityFloatLimit>8</CriticalActivityFloatLimit>
<CriticalActivityPathType>Longest Path</CriticalActivityPathType>
<ComputeTotalFloatType>Start Float = Late Start - Early Start</ComputeTotalFloatType>
<OutOfSequenceScheduleType>Progress Override</OutOfSequenceScheduleType>
<RelationshipLagCalendar>Successor Activity Calendar</RelationshipLagCalendar>
<UseExpectedFinishDates>1</UseExpectedFinishDates>
<MakeOpenEndedActivitiesCritical>0</MakeOpenEndedActivitiesCritical>
<Calendar><ObjectId>6</ObjectId><Name>Crew</Name><BaseCalendarObjectId>5</BaseCalendarObjectId>
<HoursPerDay>8</HoursPerDay><HoursPerWeek>40</HoursPerWeek><StandardWorkWeek>{WEEK}</StandardWorkWeek>
<HolidayOrExceptions>{_exception("2026-04-08")}</HolidayOrExceptions></Calendar>
<WBS><ObjectId>702</ObjectId><ParentObjectId xsi:nil="true"/><Code>B</Code><Name>Quay</Name>
<SequenceNumber>20</SequenceNumber></WBS>
<WBS><ObjectId>701</ObjectId><ParentObjectId xsi:nil="true"/><Code>A</Code><Name>Dredging</Name>
<SequenceNumber>10</SequenceNumber></WBS>
<WBS><ObjectId>703</ObjectId><ParentObjectId>702</ParentObjectId><Code>B1</Code><Name>Nothing yet</Name>
<SequenceNumber>1</SequenceNumber></WBS>
<Activity><ObjectId>1</ObjectId><WBSObjectId>701</WBSObjectId><Id>A10</Id><Name>Survey</Name>
<Type>Task Dependent</Type><PlannedDuration>40</PlannedDuration><RemainingDuration>0</RemainingDuration>
<ActualStartDate>2026-03-02T07:00:00</ActualStartDate><ActualFinishDate>2026-03-06T15:30:00</ActualFinishDate>
</Activity>
<Activity><ObjectId>2</ObjectId><WBSObjectId>701</WBSObjectId><Id>A20</Id><Name>Dredge £</Name>
<Type>Resource Dependent</Type><PercentCompleteType>Physical</PercentCompleteType>
<PhysicalPercentComplete>0.35</PhysicalPercentComplete><PlannedDuration>80</PlannedDuration>
<RemainingDuration>60.5</RemainingDuration><PlannedLaborUnits>160</PlannedLaborUnits>
<ActualStartDate>2026-03-09T07:00:00</ActualStartDate><SuspendDate>2026-03-12T15:30:00</SuspendDate>
<ResumeDate>2026-03-18T07:00:00</ResumeDate><ExpectedFinishDate>2026-03-27T15:30:00</ExpectedFinishDate>
<LevelingPriority>High</LevelingPriority>
<Code><TypeObjectId>51</TypeObjectId><ValueObjectId>52</ValueObjectId></Code></Activity>
<Activity><ObjectId>3</ObjectId><WBSObjectId>702</WBSObjectId><Id>B10</Id><Name>Piles</Name>
<Type>Task Dependent</Type><CalendarObjectId>6</CalendarObjectId>
<PercentCompleteType>Duration</PercentCompleteType><PlannedDuration>120</PlannedDuration>
<RemainingDuration>120</RemainingDuration>
<PrimaryConstraintType>Start On or After</PrimaryConstraintType>
<PrimaryConstraintDate>2026-03-30T07:00:00</PrimaryConstraintDate>
<SecondaryConstraintType>Finish On or Before</SecondaryConstraintType>
<SecondaryConstraintDate>2026-04-24T15:30:00</SecondaryConstraintDate>
<ExternalEarlyStartDate>2026-03-23T07:00:00</ExternalEarlyStartDate>
<ExternalLateFinishDate>2026-05-29T15:30:00</ExternalLateFinishDate>
<StartDate>2026-03-30T07:00:00</StartDate><FinishDate>2026-04-20T15:30:00</FinishDate></Activity>
<Activity><ObjectId>4</ObjectId><WBSObjectId>702</WBSObjectId><Id>B20</Id><Name>Ready</Name>
<Type>Finish Milestone</Type></Activity>
<Activity><ObjectId>5</ObjectId><WBSObjectId xsi:nil="true"/><Id>Z10</Id><Name>Watch</Name>
<Type>Level of Effort</Type></Activity>
<Activity><ObjectId>6</ObjectId><WBSObjectId>702</WBSObjectId><Id>B30</Id><Name>Opened</Name>
<Type>Start Milestone</Type><PrimaryConstraintType>Mandatory Start</PrimaryConstraintType>
<PrimaryConstraintDate>2026-06-01T07:00:00</PrimaryConstraintDate></Activity>
<ActivityNote><ActivityObjectId>2</ActivityObjectId>
<Note>&lt;P&gt;Mind the &amp;amp; tide.&lt;/P&gt;Ask first.</Note></ActivityNote>
<Relationship><PredecessorActivityObjectId>1</PredecessorActivityObjectId>
<SuccessorActivityObjectId>2</SuccessorActivityObjectId><Type>Finish to Start</Type><Lag>0</Lag></Relationship>
<Relationship><PredecessorActivityObjectId>2</PredecessorActivityObjectId>
<SuccessorActivityObjectId>3</SuccessorActivityObjectId><Type>Start to Start</Type><Lag>16</Lag></Relationship>
<Relationship><PredecessorActivityObjectId>2</PredecessorActivityObjectId>
<SuccessorActivityObjectId>3</SuccessorActivityObjectId><Type>Finish to Finish</Type><Lag>-4</Lag></Relationship>
<Relationship><PredecessorActivityObjectId>3</PredecessorActivityObjectId>
<SuccessorActivityObjectId>4</SuccessorActivityObjectId><Type>Finish to Start</Type><Lag>0</Lag></Relationship>
<Relationship><PredecessorActivityObjectId>4</PredecessorActivityObjectId>
<SuccessorActivityObjectId>6</SuccessorActivityObjectId><Type>Start to Finish</Type><Lag>0</Lag></Relationship>
<ResourceAssignment><ActivityObjectId>2</ActivityObjectId><ResourceObjectId>31</ResourceObjectId>
<PlannedUnits>160</PlannedUnits><PlannedUnitsPerTime>2</PlannedUnitsPerTime><RemainingUnits>121</RemainingUnits>
<ActualRegularUnits>35</ActualRegularUnits><ActualOvertimeUnits>4</ActualOvertimeUnits><PlannedLag>8</PlannedLag>
<PlannedCost>6480</PlannedCost>
<ActualRegularCost>1400.5</ActualRegularCost><ActualOvertimeCost>240</ActualOvertimeCost></ResourceAssignment>
<ResourceAssignment><ActivityObjectId>3</ActivityObjectId><RoleObjectId>41</RoleObjectId>
<PlannedUnits>120</PlannedUnits><PlannedUnitsPerTime>1</PlannedUnitsPerTime><RemainingUnits>120</RemainingUnits>
</ResourceAssignment>
<ResourceAssignment><ActivityObjectId>3</ActivityObjectId><ResourceObjectId>32</ResourceObjectId>
<PlannedUnits>50</PlannedUnits><PlannedUnitsPerTime>0.5</PlannedUnitsPerTime><RemainingUnits>50</RemainingUnits>
</ResourceAssignment>
</Project>
</APIBusinessObjects>
""".encode()
