"""Who answers for what: the matrix of a scope, its draft, what is wrong, and who is accountable for something."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from remit.accounts.permissions import require
from remit.core.api.fields import stated
from remit.core.api.problems import acts, changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Conflict, Invalid, NotFound
from remit.people.accountable import Answer, answers
from remit.people.api_matrix_schemas import (
    ActivateIn,
    AnswerOut,
    AnswersOut,
    AskQuery,
    ColumnIn,
    ColumnOut,
    FindingOut,
    FindingsOut,
    Gone,
    MatrixHolderOut,
    MatrixIn,
    MatrixOut,
    MatrixRowOut,
    RowIn,
    RowPatch,
    SheetIn,
    VersionIn,
)
from remit.people.faults import Finding
from remit.people.findings import Judged, judged
from remit.people.grids import Grid, Holder, Line, draft_matrix
from remit.people.guards import answering_scope
from remit.people.models import Assignment, MatrixState, ResponsibilityMatrix, Role, RowArea, Scope, ScopeKind
from remit.people.operations.matrices import activate_matrix, begin_matrix, discard_matrix
from remit.people.operations.matrix_edits import (
    add_party,
    add_responsibility,
    change_responsibility,
    override_responsibility,
    remove_party,
    remove_responsibility,
    undo_matrix_edit,
)
from remit.people.operations.matrix_sheets import paste_matrix
from remit.people.policies import may_write_matrix
from remit.people.registries import is_over

router = Router(tags=["Responsibilities"])

BASE = "/scopes/{scope}/matrix"
DRAFT = f"{BASE}/draft"
MOST_ANSWERS = 10


def _holder_out(holder: Holder) -> MatrixHolderOut:
    return MatrixHolderOut(
        person=holder.person_key,
        person_name=holder.person_name,
        assignment=holder.assignment_key,
        deputy_name=holder.deputy_name,
    )


def _row_out(grid: Grid, line: Line) -> MatrixRowOut:
    answering = grid.accountable(line)
    return MatrixRowOut(
        key=line.key,
        text=line.text,
        area=RowArea(line.area),
        kind=ScopeKind(line.kind),
        letters=dict(line.letters),
        accountable=_holder_out(answering[0]) if len(answering) == 1 and not line.is_default else None,
        money_minor=line.money_minor,
        authority=line.authority,
        inherited_from=line.inherited_from or None,
        version=line.version,
    )


def _finding_out(each: Finding) -> FindingOut:
    return FindingOut(
        code=each.code,
        is_error=each.is_error,
        scope=each.scope_key,
        row=each.row_key or None,
        rows=[key for key in each.rows if key],
        message=each.words,
        fix=each.fix,
        url=each.url,
    )


def _matrix_out(found: Judged) -> MatrixOut:
    grid, matrix = found.grid, found.grid.matrix
    columns = [
        ColumnOut(
            code=column.code,
            name=column.name,
            is_own=column.is_own,
            holders=[_holder_out(holder) for holder in column.holders],
        )
        for column in grid.columns
    ]
    return MatrixOut(
        scope=grid.scope.key,
        number=matrix.number if matrix else None,
        state=MatrixState(matrix.state) if matrix else None,
        activated_at=matrix.activated_at if matrix else None,
        activated_by=matrix.activated_by if matrix else "",
        reason=matrix.reason if matrix else "",
        columns=columns,
        rows=[_row_out(grid, line) for line in grid.lines],
        findings=[_finding_out(each) for each in found.findings],
        version=matrix.version if matrix else 1,
    )


def _shown(scope: Scope, matrix: ResponsibilityMatrix | None) -> MatrixOut:
    chosen = {scope.pk: matrix} if matrix is not None else None
    return _matrix_out(judged(scope.organisation, [scope], matrices=chosen)[0])


def _draft(request: ApiRequest, key: str) -> tuple[Scope, ResponsibilityMatrix]:
    """Return a scope and its draft if the sender may write it."""
    scope = answering_scope(request.actor, key)
    require(may_write_matrix(request.actor, scope, is_over=is_over(scope)))
    draft = draft_matrix(scope)
    if draft is None:
        raise NotFound
    draft.scope = scope
    return scope, draft


def _row(scope: Scope, draft: ResponsibilityMatrix, key: str) -> MatrixRowOut:
    for row in _shown(scope, draft).rows:
        if row.key == key:
            return row
    raise NotFound


@router.get(BASE, operation_id="get_matrix", response=reads(MatrixOut), summary="Who answers for what")
def get_matrix(request: ApiRequest, response: HttpResponse, scope: str) -> MatrixOut:
    """Return what is in force at a scope, with what it inherits."""
    found = answering_scope(request.actor, scope)
    answer = _matrix_out(judged(found.organisation, [found])[0])
    return tagged(response, answer, answer.version)


@router.get(DRAFT, operation_id="get_draft", response=reads(MatrixOut), summary="The draft of a matrix")
def get_draft(request: ApiRequest, response: HttpResponse, scope: str) -> MatrixOut:
    """Return the draft of a scope with everything that is wrong with it."""
    found, draft = _draft(request, scope)
    answer = _shown(found, draft)
    return tagged(response, answer, answer.version)


@router.post(DRAFT, operation_id="begin_draft", response=creates(MatrixOut), summary="Begin a draft")
def post_draft(request: ApiRequest, response: HttpResponse, scope: str, body: MatrixIn) -> Status[MatrixOut]:
    """Begin a draft: from what is in force, else from a template, else empty."""
    found = answering_scope(request.actor, scope)
    draft = begin_matrix(found, actor=request.actor, template=body.template)
    created(response, f"/api/v1/scopes/{scope}/matrix/draft")
    answer = _shown(found, draft)
    return Status(201, tagged(response, answer, answer.version))


@router.delete(DRAFT, operation_id="discard_draft", response=removes(Gone), summary="Throw a draft away")
def delete_draft(request: ApiRequest, scope: str) -> Gone:
    """Throw the draft of a scope away; what is in force stays."""
    found, draft = _draft(request, scope)
    saw = seen(request, None if "If-Match" in request.headers else draft.version)
    with saw.checked():
        discard_matrix(draft, version=saw.version, actor=request.actor)
    return Gone(scope=found.key, gone=f"draft {draft.number}")


@router.post(
    f"{DRAFT}/activate",
    operation_id="activate_draft",
    response=changes(MatrixOut),
    summary="Put a draft into force",
)
def post_activate(request: ApiRequest, response: HttpResponse, scope: str, body: ActivateIn) -> MatrixOut:
    """Put a draft into force: refused with any error; warnings stay only with a reason."""
    found, draft = _draft(request, scope)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({"version": saw.version}, _shown(found, draft))):
        active = activate_matrix(draft, version=saw.version, actor=request.actor, reason=body.reason)
    answer = _shown(found, active)
    return tagged(response, answer, answer.version)


@router.post(
    f"{DRAFT}/undo", operation_id="undo_draft", response=changes(MatrixOut), summary="Take back the last edit"
)
def post_undo(request: ApiRequest, response: HttpResponse, scope: str, body: VersionIn) -> MatrixOut:
    """Take back the last edit of a draft."""
    found, draft = _draft(request, scope)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({"version": saw.version}, _shown(found, draft))):
        undo_matrix_edit(draft, version=saw.version, actor=request.actor)
    answer = _shown(found, draft_matrix(found))
    return tagged(response, answer, answer.version)


@router.post(
    f"{DRAFT}/sheet", operation_id="paste_sheet", response=changes(MatrixOut), summary="Paste a sheet"
)
def post_sheet(request: ApiRequest, response: HttpResponse, scope: str, body: SheetIn) -> MatrixOut:
    """Put a sheet into a draft, or nothing of it where a cell is wrong."""
    found, draft = _draft(request, scope)
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({"version": saw.version}, _shown(found, draft))):
        paste_matrix(draft, text=body.sheet, area=body.area, version=saw.version, actor=request.actor)
    answer = _shown(found, draft_matrix(found))
    return tagged(response, answer, answer.version)


@router.post(
    f"{DRAFT}/rows", operation_id="add_responsibility", response=creates(MatrixRowOut), summary="Add a row"
)
def post_row(request: ApiRequest, response: HttpResponse, scope: str, body: RowIn) -> Status[MatrixRowOut]:
    """Add a responsibility to a draft."""
    found, draft = _draft(request, scope)
    sent = body.model_dump() | {"kind": body.kind or ""}
    row = add_responsibility(draft, actor=request.actor, **sent)
    created(response, f"/api/v1/scopes/{scope}/matrix/draft/rows/{row.key}")
    answer = _row(found, draft, row.key)
    return Status(201, tagged(response, answer, answer.version))


@router.get(f"{DRAFT}/rows/{{row}}", operation_id="get_row", response=reads(MatrixRowOut), summary="One row")
def get_row(request: ApiRequest, response: HttpResponse, scope: str, row: str) -> MatrixRowOut:
    """Return one row of a draft."""
    answer = _row(*_draft(request, scope), row)
    return tagged(response, answer, answer.version)


@router.patch(
    f"{DRAFT}/rows/{{row}}",
    operation_id="change_responsibility",
    response=changes(MatrixRowOut),
    summary="Change a row or its letters",
)
def patch_row(
    request: ApiRequest, response: HttpResponse, scope: str, row: str, body: RowPatch
) -> MatrixRowOut:
    """Change a responsibility of a draft, or letters in its row."""
    found, draft = _draft(request, scope)
    stands = _row(found, draft, row)
    if stands.inherited_from is not None:
        raise Conflict("inherited", _("This row is inherited: take it into the draft first."))
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _row(found, draft, row))):
        change_responsibility(draft, row, version=saw.version, actor=request.actor, **sent)
    answer = _row(found, draft, row)
    return tagged(response, answer, answer.version)


@router.delete(
    f"{DRAFT}/rows/{{row}}",
    operation_id="remove_responsibility",
    response=removes(Gone),
    summary="Remove a row",
)
def delete_row(request: ApiRequest, scope: str, row: str) -> Gone:
    """Remove a responsibility from a draft; what it replaced is inherited again."""
    found, draft = _draft(request, scope)
    stands = _row(found, draft, row)
    saw = seen(request, None if "If-Match" in request.headers else stands.version)
    with saw.checked():
        remove_responsibility(draft, row, version=saw.version, actor=request.actor)
    return Gone(scope=found.key, gone=row)


@router.post(
    f"{DRAFT}/rows/{{row}}/own",
    operation_id="override_responsibility",
    response=acts(MatrixRowOut),
    summary="Take an inherited row",
)
def post_own(request: ApiRequest, response: HttpResponse, scope: str, row: str) -> MatrixRowOut:
    """Take a row that the scope inherits into its draft, where it can be changed."""
    found, draft = _draft(request, scope)
    override_responsibility(draft, row, actor=request.actor)
    answer = _row(found, draft, row)
    return tagged(response, answer, answer.version)


@router.post(
    f"{DRAFT}/columns", operation_id="add_column", response=creates(MatrixOut), summary="Add a column"
)
def post_column(request: ApiRequest, response: HttpResponse, scope: str, body: ColumnIn) -> Status[MatrixOut]:
    """Add a column to a draft."""
    found, draft = _draft(request, scope)
    who: dict[str, Any] = {
        "role": _named(Role.objects.filter(request.actor.within()), "role", "code", body.role),
        "assignment": _named(_assignments(request), "assignment", "key", body.assignment),
    }
    add_party(draft, actor=request.actor, version=body.version, **who)
    created(response, f"/api/v1/scopes/{scope}/matrix/draft")
    answer = _shown(found, draft_matrix(found))
    return Status(201, tagged(response, answer, answer.version))


def _assignments(request: ApiRequest) -> Any:
    return Assignment.objects.visible_to(request.actor).select_related("person", "role", "scope")


def _named(rows: Any, field: str, by: str, value: str | None) -> Any:
    if value is None:
        return None
    found = rows.filter(**{by: value}).first()
    if found is None:
        message = _("There is nothing here with the key %(key)s.") % {"key": value}
        raise Invalid(message, field=field, code="unknown")
    return found


@router.delete(
    f"{DRAFT}/columns/{{column}}",
    operation_id="remove_column",
    response=removes(Gone),
    summary="Remove a column",
)
def delete_column(request: ApiRequest, scope: str, column: str) -> Gone:
    """Remove a column from a draft with its letters."""
    found, draft = _draft(request, scope)
    if column not in {each.code for each in _shown(found, draft).columns if each.is_own}:
        raise NotFound
    saw = seen(request, None if "If-Match" in request.headers else draft.version)
    with saw.checked():
        remove_party(draft, column, version=saw.version, actor=request.actor)
    return Gone(scope=found.key, gone=column)


@router.get(
    "/scopes/{scope}/findings",
    operation_id="get_findings",
    response=reads(FindingsOut),
    summary="What is wrong with who answers for what",
)
def get_findings(request: ApiRequest, scope: str) -> FindingsOut:
    """Return everything that is wrong at a scope, each with what mends it."""
    found = answering_scope(request.actor, scope)
    wrong = judged(found.organisation, [found], writer=request.actor)[0]
    return FindingsOut(
        scope=found.key,
        errors=wrong.errors,
        warnings=wrong.warnings,
        findings=[_finding_out(each) for each in wrong.findings],
    )


@router.get(
    "/accountable",
    operation_id="who_is_accountable",
    response=reads(AnswersOut),
    summary="Who is accountable for something",
)
def get_accountable(request: ApiRequest, query: Query[AskQuery]) -> AnswersOut:
    """Answer who is accountable for something: one name, from the matrices in force."""
    if query.scope is not None:
        answering_scope(request.actor, query.scope)
    found = [_answer_out(each) for each in answers(request.actor, query.q, MOST_ANSWERS, query.scope or "")]
    return AnswersOut(answer=found[0] if found else None, others=found[1:])


def _answer_out(answer: Answer) -> AnswerOut:
    person = answer.person
    return AnswerOut(
        scope=answer.scope.key,
        scope_name=answer.scope.name,
        row=answer.line.key,
        text=answer.line.text,
        person=person.person_key if person else None,
        person_name=person.person_name if person else None,
        inherited_from=answer.line.inherited_from or None,
    )
