from remit.people.models.absence import Absence, AbsenceKind, AbsenceState
from remit.people.models.advice import Advice, AdviceBounds
from remit.people.models.assignment import Assignment
from remit.people.models.commitment import Commitment, CommitmentState, Renegotiation
from remit.people.models.decision import DecisionRequest, DecisionState
from remit.people.models.glossary import Definition, Term
from remit.people.models.growth import (
    ExpectationReview,
    ExpectationTemplate,
    GrowthAction,
    Met,
    ReviewSide,
    RoleProfile,
    RoleSkill,
    Seniority,
)
from remit.people.models.handover import Handover, HandoverCause, HandoverItem, ItemKind
from remit.people.models.holiday import Holiday
from remit.people.models.matrix import (
    Cell,
    Letter,
    MatrixEdit,
    MatrixState,
    Party,
    Responsibility,
    ResponsibilityMatrix,
    RowArea,
)
from remit.people.models.organisation import Organisation, SecondFactorFor, StructureType, Unit
from remit.people.models.person import Person
from remit.people.models.pool import PoolEntry, PoolKind
from remit.people.models.position import Position
from remit.people.models.role import Area, Role, RoleVersion
from remit.people.models.scope import HELD_WITHIN, Scope, ScopeKind
from remit.people.models.separation import SeparationReview
from remit.people.models.skill import Certificate, Level, Skill, SkillLevel
from remit.people.models.structure import PlannedChange, PlannedKind, Structure, StructureState
from remit.people.models.thresholds import Thresholds
from remit.people.models.training import Training, TrainingDone, TrainingSession

__all__ = [
    "HELD_WITHIN",
    "Absence",
    "AbsenceKind",
    "AbsenceState",
    "Advice",
    "AdviceBounds",
    "Area",
    "Assignment",
    "Cell",
    "Certificate",
    "Commitment",
    "CommitmentState",
    "DecisionRequest",
    "DecisionState",
    "Definition",
    "ExpectationReview",
    "ExpectationTemplate",
    "GrowthAction",
    "Handover",
    "HandoverCause",
    "HandoverItem",
    "Holiday",
    "ItemKind",
    "Letter",
    "Level",
    "MatrixEdit",
    "MatrixState",
    "Met",
    "Organisation",
    "Party",
    "Person",
    "PlannedChange",
    "PlannedKind",
    "PoolEntry",
    "PoolKind",
    "Position",
    "Renegotiation",
    "Responsibility",
    "ResponsibilityMatrix",
    "ReviewSide",
    "Role",
    "RoleProfile",
    "RoleSkill",
    "RoleVersion",
    "RowArea",
    "Scope",
    "ScopeKind",
    "SecondFactorFor",
    "Seniority",
    "SeparationReview",
    "Skill",
    "SkillLevel",
    "Structure",
    "StructureState",
    "StructureType",
    "Term",
    "Thresholds",
    "Training",
    "TrainingDone",
    "TrainingSession",
    "Unit",
]
