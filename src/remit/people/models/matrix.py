from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remit.people.models.assignment import Assignment
from remit.people.models.role import Role
from remit.people.models.scope import Scope, ScopeKind
from remit.people.querysets import MatrixQuerySet


class MatrixState(models.TextChoices):
    """Whether a matrix is being written, holds, or held before."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("In force")
    SUPERSEDED = "superseded", _("Superseded")


class RowArea(models.TextChoices):
    """What a responsibility is about."""

    STRATEGY = "strategy", _("Strategy")
    SCOPE = "scope", _("Scope")
    SCHEDULE = "schedule", _("Schedule")
    COST = "cost", _("Cost")
    PEOPLE = "people", _("People")
    CUSTOMER = "customer", _("Customer")
    QUALITY = "quality", _("Quality")
    OPERATIONS = "operations", _("Operations")
    ASSURANCE = "assurance", _("Assurance")


class Letter(models.TextChoices):
    """What somebody has to do with a responsibility."""

    RESPONSIBLE = "R", _("does it")
    ACCOUNTABLE = "A", _("answers for it")
    CONSULTED = "C", _("is asked before")
    INFORMED = "I", _("is told after")


class ResponsibilityMatrix(models.Model):
    """One version of who answers for what at a scope: written as a draft, then in force, then superseded.

    `version` counts every edit. `kept_warnings` are those with which it was activated, `reason` says why.
    """

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="matrices")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=MatrixState.choices, default=MatrixState.DRAFT)
    begun_at = models.DateTimeField(auto_now_add=True)
    activated_at = models.DateTimeField(null=True, blank=True)
    activated_by = models.CharField(max_length=200, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    kept_warnings = models.JSONField(default=list, blank=True)
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MatrixQuerySet.as_manager()

    class Meta:
        ordering = ["scope__path", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="matrix_number_unique"),
            models.UniqueConstraint(
                fields=["scope"], condition=Q(state=MatrixState.DRAFT), name="matrix_one_draft"
            ),
            models.UniqueConstraint(
                fields=["scope"], condition=Q(state=MatrixState.ACTIVE), name="matrix_one_active"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope_id} number {self.number}"


class Responsibility(models.Model):
    """One row of a matrix: what is to be answered for.

    `key` stays the same from version to version, and a row of a scope replaces the row of the same key that
    it would inherit. `kind` is the kind of scope it is for: a default for the scopes below where it is not
    the matrix's own. `money_minor` and `authority` say what the decision takes at least.
    """

    matrix = models.ForeignKey(ResponsibilityMatrix, on_delete=models.CASCADE, related_name="rows")
    key = models.CharField(max_length=16)
    text = models.CharField(max_length=200)
    area = models.CharField(max_length=12, choices=RowArea.choices)
    kind = models.CharField(max_length=16, choices=ScopeKind.choices)
    position = models.PositiveIntegerField()
    money_minor = models.BigIntegerField(null=True, blank=True)
    authority = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(5)])
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["matrix", "key"], name="responsibility_key_unique"),
            models.CheckConstraint(
                condition=Q(authority__isnull=True) | Q(authority__lte=5),
                name="responsibility_authority_to_five",
            ),
            models.CheckConstraint(
                condition=Q(money_minor__isnull=True) | Q(money_minor__gte=0),
                name="responsibility_money_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.text}"


class Party(models.Model):
    """One column of a matrix: whoever holds a role at the scope, or one assignment."""

    matrix = models.ForeignKey(ResponsibilityMatrix, on_delete=models.CASCADE, related_name="parties")
    role = models.ForeignKey(Role, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey(
        Assignment, on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__isnull=True, assignment__isnull=False)
                | Q(role__isnull=False, assignment__isnull=True),
                name="party_role_or_assignment",
            ),
            models.UniqueConstraint(fields=["matrix", "role"], name="party_role_once"),
            models.UniqueConstraint(fields=["matrix", "assignment"], name="party_assignment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role_id or ''}{self.assignment_id or ''} in {self.matrix_id}"


class Cell(models.Model):
    """One letter in a matrix.

    `in_force` mirrors that the matrix is: the database itself then refuses a second A in a row.
    """

    responsibility = models.ForeignKey(Responsibility, on_delete=models.CASCADE, related_name="cells")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="cells")
    letter = models.CharField(max_length=1, choices=Letter.choices)
    in_force = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["responsibility", "party", "letter"], name="cell_letter_once"),
            models.UniqueConstraint(
                fields=["responsibility"],
                condition=Q(letter=Letter.ACCOUNTABLE, in_force=True),
                name="cell_one_accountable",
            ),
            models.CheckConstraint(condition=Q(letter__in=["R", "A", "C", "I"]), name="cell_letter_known"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} of {self.party_id} for {self.responsibility_id}"


class MatrixEdit(models.Model):
    """One edit of a draft: how the draft stood before it, so that it can be taken back."""

    matrix = models.ForeignKey(ResponsibilityMatrix, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=300)
    by_name = models.CharField(max_length=200)
    before = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["matrix", "number"], name="matrix_edit_number_unique")]

    def __str__(self) -> str:
        return f"{self.number} {self.what}"
