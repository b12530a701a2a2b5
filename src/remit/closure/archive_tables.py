"""The tables of a project that go into its archive, of the apps below."""

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.closure.models import ChecklistAnswer, ClosingRecord, Lesson, LessonNote, ServiceHandover
from remit.closure.registries import ArchiveTable, Kept
from remit.comments.models import Comment
from remit.documents.models import Document, DocumentReview, DocumentVersion
from remit.meetings.models import Action, AgendaItem, LoggedDecision, Meeting, MeetingSeries, Minutes
from remit.people.models import (
    Assignment,
    Cell,
    Commitment,
    DecisionRequest,
    Renegotiation,
    Responsibility,
)
from remit.planning.models import (
    Activity,
    Baseline,
    BaselineActivity,
    Link,
    PlanCalendar,
    PlanEdit,
    Resource,
    ResourceAssignment,
)
from remit.projects.models import (
    Charter,
    Collection,
    Deliverable,
    DeliverableStep,
    FeasibilityStudy,
    GateCondition,
    GateReview,
    LifeStep,
    Need,
    ProjectLife,
    QualityCheck,
    QualityCriterion,
    Requirement,
    RequirementWording,
    ServedProduct,
    Stakeholder,
    StakeholderContact,
)
from remit.scenarios.models import Estimate, LevellingProposal, Scenario

RECORDS = ("number", "state", "written_by__name", "decided_by__name", "decided_on", "answer")
SPAN = ("start_minute", "finish_minute")

OF_PEOPLE = (
    ArchiveTable(
        "roles", _("Roles"), Assignment, "scope",
        ("key", "person__key", "person__name", "role__name", "from_date", "to_date", "ended_at",
         "allocation_percent", "deputy__name", "money_limit_minor", "days_limit"),
        guarded=(("money_limit_minor", Kept.MONEY), ("days_limit", Kept.MONEY)),
    ),
    ArchiveTable(
        "responsibilities", _("Responsibilities"), Responsibility, "matrix__scope",
        ("matrix__number", "matrix__state", "key", "text", "area", "kind", "money_minor", "authority"),
        ("matrix__number", "position", "pk"), guarded=(("money_minor", Kept.MONEY),),
    ),
    ArchiveTable(
        "responsibility-letters", _("Letters of the responsibility matrix"), Cell,
        "responsibility__matrix__scope",
        ("responsibility__matrix__number", "responsibility__key", "party__role__name",
         "party__assignment__person__name", "letter", "in_force"),
    ),
    ArchiveTable(
        "promises", _("Promises"), Commitment, "scope",
        ("key", "what", "by__name", "to_person__name", "to_name", "promised_on", "first_due_on", "due_on",
         "state", "closed_on", "note"),
    ),
    ArchiveTable(
        "promise-changes", _("Promises renegotiated"), Renegotiation, "commitment__scope",
        ("commitment__key", "number", "from_day", "to_day", "reason", "agreed_on", "by_name"),
    ),
    ArchiveTable(
        "decisions", _("Decisions"), DecisionRequest, "scope",
        ("key", "title", "reason", "about", "amount_minor", "days", "asked_by__name", "asked_at", "state",
         "decided_by__name", "decided_at", "answer"),
        ("asked_at", "pk"), needs=Kept.MONEY,
    ),
)  # fmt: skip
OF_PROJECTS = (
    ArchiveTable(
        "life", pgettext_lazy("of a project", "Life"), LifeStep, "project",
        ("day", "from_phase", "to_phase", "stage", "by_name", "reason"), guarded=(("reason", Kept.RECORD),),
    ),
    ArchiveTable(
        "method", _("Method"), ProjectLife, "project",
        ("method", "method_version", "stage", "project_class", "tailored", "content", "documents"),
    ),
    ArchiveTable(
        "gates", _("Gate reviews"), GateReview, "project",
        ("number", "gate", "name", "asked_by__name", "asked_at", "state", "answer", "words",
         "decided_by__name", "decided_on", "criteria", "amount_minor", "note"),
        ("number",), guarded=(("amount_minor", Kept.MONEY),),
    ),
    ArchiveTable(
        "gate-conditions", _("Conditions of gates"), GateCondition, "review__project",
        ("review__number", "number", "text", "owner__name", "due_on", "met_on", "met_words"),
        ("review__number", "number"),
    ),
    ArchiveTable(
        "charters", _("Versions of the charter"), Charter, "project", (*RECORDS, "content"), ("number",),
        guarded=(("content", Kept.MONEY),),
    ),
    ArchiveTable(
        "feasibility", _("Versions of the feasibility study"), FeasibilityStudy, "project",
        (*RECORDS, "content"), ("number",), guarded=(("content", Kept.MONEY),),
    ),
    ArchiveTable(
        "deliverables", _("Deliverables"), Deliverable, "project",
        ("key", "name", "description", "due_on", "producer__name", "acceptor__name", "state", "concession"),
    ),
    ArchiveTable(
        "quality-criteria", _("Quality criteria"), QualityCriterion, "deliverable__project",
        ("deliverable__key", "number", "text", "tolerance"), ("deliverable", "number"),
    ),
    ArchiveTable(
        "quality-checks", _("Quality checks"), QualityCheck, "deliverable__project",
        ("deliverable__key", "number", "round", "criterion__text", "method", "is_met", "evidence",
         "checked_on", "by_name"), ("deliverable", "number"),
    ),
    ArchiveTable(
        "deliverable-steps", _("Steps of deliverables"), DeliverableStep, "deliverable__project",
        ("deliverable__key", "number", "from_state", "to_state", "taken_on", "by_name", "producer__name",
         "note"), ("deliverable", "number"),
    ),
    ArchiveTable(
        "requirements", _("Requirements"), Requirement, "project",
        ("key", "foreign_id", "statement", "kind", "priority", "acceptance_criteria", "what_if_not",
         "effort_minutes", "state", "source", "agreed_on", "withdrawn_on", "collection__key"),
    ),
    ArchiveTable(
        "requirement-wordings", _("Wordings of requirements"), RequirementWording, "requirement__project",
        ("requirement__key", "number", "statement", "acceptance_criteria", "priority", "said_on", "by_name",
         "reason"), ("requirement", "number"),
    ),
    ArchiveTable(
        "requirement-needs", _("Requirements and the needs they meet"), Requirement.needs.through,
        "requirement__project", ("requirement__key", "need__key"), ("requirement", "need"),
    ),
    ArchiveTable(
        "requirement-deliverables", _("Requirements and what meets them"), Requirement.deliverables.through,
        "requirement__project", ("requirement__key", "deliverable__key"), ("requirement", "deliverable"),
    ),
    ArchiveTable(
        "needs", _("Needs"), Need, "project",
        ("key", "text", "is_want", "whose", "evidence", "collection__key"),
    ),
    ArchiveTable(
        "requirement-sessions", _("Sessions"), Collection, "project",
        ("key", "title", "technique", "held_on", "others", "notes"),
    ),
    ArchiveTable(
        "served-products", _("Products served"), ServedProduct, "project", ("product__key", "product__name"),
    ),
    ArchiveTable(
        "stakeholders", _("Stakeholders"), Stakeholder, "project",
        ("key", "name", "stands_for", "stake", "power", "interest", "engagement", "desired", "approach",
         "message", "why", "channel", "every_days", "owner__name", "since", "confidential"),
        guarded=(("confidential", Kept.CONFIDENTIAL),), needs=Kept.STAKEHOLDERS,
    ),
    ArchiveTable(
        "stakeholder-contacts", _("Contacts with stakeholders"), StakeholderContact, "stakeholder__project",
        ("stakeholder__key", "number", "held_on", "channel", "summary", "engagement", "is_confidential",
         "by_name"), ("stakeholder", "number"), needs=Kept.STAKEHOLDERS,
        hides=((Kept.CONFIDENTIAL, "is_confidential"),),
    ),
)  # fmt: skip
OF_PLANS = (
    ArchiveTable(
        "activities", _("Activities"), Activity, "project",
        ("key", "level", "name", "kind", "parent__key", "accountable__name", "deliverable__key",
         "duration_minutes", "work_minutes", *SPAN, "constraint", "constraint_minute", "deadline_minute",
         "percent_complete", "actual_start_minute", "actual_finish_minute", "total_float_minutes",
         "is_critical", "is_active", "notes"), ("position", "pk"),
    ),
    ArchiveTable(
        "links", _("Links"), Link, "project",
        ("key", "predecessor__key", "successor__key", "kind", "lag_amount", "lag_unit", "is_driving"),
    ),
    ArchiveTable(
        "resources", _("Resources"), Resource, "project",
        ("key", "name", "kind", "person__name", "group", "max_units_percent"),
    ),
    ArchiveTable(
        "staffing", _("Who works on what"), ResourceAssignment, "project",
        ("key", "activity__key", "resource__name", "units_percent", "work_minutes", "actual_work_minutes",
         "remaining_work_minutes", "delegation"),
    ),
    ArchiveTable("calendars", _("Calendars"), PlanCalendar, "project", ("key", "name", "week", "exceptions")),
    ArchiveTable(
        "baselines", _("Baselines"), Baseline, "project",
        ("number", "name", "set_by_name", "set_at", "is_current"), ("number",),
    ),
    ArchiveTable(
        "baseline-activities", _("Activities of baselines"), BaselineActivity, "baseline__project",
        ("baseline__number", "activity_key", "name", *SPAN, "duration_minutes", "work_minutes", "cost_minor"),
        ("baseline__number", "pk"), guarded=(("cost_minor", Kept.MONEY),),
    ),
    ArchiveTable(
        "plan-edits", _("Edits of the plan"), PlanEdit, "project",
        ("number", "label", "actor_name", "at", "undoes__number"), ("number",),
    ),
)  # fmt: skip
OF_SCENARIOS = (
    ArchiveTable(
        "levelling-proposals", _("Levelling proposals"), LevellingProposal, "project",
        ("key", "plan_version", "objective", "state", "accepted_count", "by_name", "at", "figures", "rows"),
    ),
    ArchiveTable(
        "scenarios", _("Scenarios"), Scenario, "project",
        ("key", "name", "note", "plan_version", "edits", "result", "edit_number", "by_name", "at"),
    ),
    ArchiveTable(
        "estimates", _("Estimates"), Estimate, "project",
        ("activity_key", "method", "stated", "minutes", "deviation_minutes", "low_minutes", "high_minutes",
         "basis", "is_current", "by_name", "at"),
    ),
)  # fmt: skip
OF_MEETINGS = (
    ArchiveTable(
        "meetings", _("Meetings"), Meeting, "project",
        ("key", "kind", "title", "purpose", "day", "begins", "length_minutes", "place", "chair__name",
         "minute_taker__name", "state", "reason", "series__key"),
    ),
    ArchiveTable(
        "meeting-series", _("Series of meetings"), MeetingSeries, "project", ("key", "rhythm"),
    ),
    ArchiveTable(
        "agendas", _("Agendas of meetings"), AgendaItem, "meeting__project",
        ("meeting__key", "number", "title", "minutes", "leader__name"), ("meeting", "number"),
    ),
    ArchiveTable(
        "minutes", _("Minutes of meetings"), Minutes, "meeting__project",
        ("meeting__key", "number", "state", "attendance", "matters", "rest", "reason", "published_by_name",
         "published_on", "sha256"), ("meeting", "number"),
    ),
    ArchiveTable(
        "invited", _("Invited to meetings"), Meeting.invited.through, "meeting__project",
        ("meeting__key", "person__name"), ("meeting", "pk"),
    ),
    ArchiveTable(
        "invited-from-outside", _("Invited to meetings from outside"), Meeting.stakeholders.through,
        "meeting__project", ("meeting__key", "stakeholder__key"), ("meeting", "pk"),
        needs=Kept.STAKEHOLDERS,
    ),
    ArchiveTable(
        "actions", _("Actions"), Action, "project",
        ("key", "text", "owner__name", "due_on", "noted_on", "done_on", "done_words", "matter__meeting__key",
         "matter__number"),
    ),
    ArchiveTable(
        "decision-log", _("Log of decisions"), LoggedDecision, "project",
        ("key", "title", "reasons", "options", "amount_minor", "days", "decided_by__name", "authority",
         "decided_on", "recorded_by", "recorded_at", "supersedes__key", "facts", "matter__meeting__key",
         "matter__number"),
        guarded=(("amount_minor", Kept.MONEY),),
    ),
)  # fmt: skip
_SAID = ("key", "about", "text", "author__name", "answers__key", "written_at", "changed_at", "earlier",
         "withdrawn_at", "settled_at", "settled_by__name")  # fmt: skip
_OPEN_DOCUMENTS = Document.objects.filter(project_id=OuterRef("project_id"), confidentiality="project")
# what is said is as restricted as what it is about
OF_COMMENTS = (
    ArchiveTable(
        "comments", _("Comments"), Comment, "project", _SAID,
        only=(("about__regex", "^($|AC-|DL-|DN-|MT-|RQ-|T-)"),),
    ),
    ArchiveTable(
        "comments-on-stakeholders", _("Comments on stakeholders"), Comment, "project", _SAID,
        needs=Kept.STAKEHOLDERS, only=(("about__startswith", "SH-"),),
    ),
    ArchiveTable(
        "comments-on-documents", _("Comments on documents"), Comment, "project", _SAID,
        only=(("about__in", _OPEN_DOCUMENTS.values("key")),),
    ),
)  # fmt: skip
OF_DOCUMENTS = (
    ArchiveTable(
        "documents", _("Documents"), Document, "project",
        ("key", "title", "kind", "owner__name", "phase", "place", "is_for_everybody"),
        only=(("confidentiality", "project"),),
    ),
    ArchiveTable(
        "document-versions", _("Versions of documents"), DocumentVersion, "document__project",
        ("document__key", "number", "state", "file_name", "content_type", "size", "sha256", "note",
         "author_name", "written_on", "approver__name", "decided_by__name", "decided_on", "answer"),
        ("document", "number"), only=(("document__confidentiality", "project"),),
    ),
    ArchiveTable(
        "document-reviews", _("Reviews of documents"), DocumentReview, "of__document__project",
        ("of__document__key", "of__number", "reviewer__name", "verdict", "remarks", "answered_on"),
        ("of", "pk"), only=(("of__document__confidentiality", "project"),),
    ),
)  # fmt: skip
OF_CLOSING = (
    ArchiveTable(
        "lessons", _("Lessons"), Lesson, "project",
        ("key", "title", "kind", "phase", "happened", "cause", "advice", "tags", "is_shared", "by_name",
         "learnt_on"),
    ),
    ArchiveTable(
        "lessons-of-others", _("Answered lessons of others"), LessonNote, "project",
        ("lesson__key", "lesson__title", "state", "words", "by_name", "on"),
    ),
    ArchiveTable(
        "service-handover", _("Handover to operations"), ServiceHandover, "project",
        ("state", "owner__name", "service_levels", "run_cost", "known_errors", "support", "training", "spares",
         "warranty", "acceptance_test", "decided_by_name", "decided_on", "answer"),
        guarded=(("run_cost", Kept.MONEY),),
    ),
    ArchiveTable(
        "closing-list", _("Closing list"), ChecklistAnswer, "project",
        ("code", "state", "evidence", "by_name", "on"), ("code",),
    ),
    ArchiveTable(
        "closing-records", _("Versions of the closing record"), ClosingRecord, "project",
        (*RECORDS, "content"), ("number",), guarded=(("content", Kept.MONEY),),
    ),
)  # fmt: skip
TABLES = (
    *OF_PEOPLE,
    *OF_PROJECTS,
    *OF_PLANS,
    *OF_SCENARIOS,
    *OF_MEETINGS,
    *OF_COMMENTS,
    *OF_DOCUMENTS,
    *OF_CLOSING,
)
