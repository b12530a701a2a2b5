"""The draft of a matrix is written: letters in its grid, rows, columns, what is pasted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.people.grids import Grid, Line, chain, day_of, draft_matrix, grid_of, in_office
from remit.people.guards import answering_scope
from remit.people.matrix_forms import ColumnForm, ResponsibilityForm, SheetForm
from remit.people.models import Assignment, ResponsibilityMatrix, Role, Scope
from remit.people.operations.matrices import judgement
from remit.people.operations.matrix_edits import (
    add_party,
    add_responsibility,
    change_responsibility,
    move_responsibility,
    override_responsibility,
    paste_letters,
    remove_party,
    remove_responsibility,
)
from remit.people.operations.matrix_sheets import cells_of, paste_matrix
from remit.people.policies import may_write_matrix
from remit.people.views.matrices import framed, grid_context, writable_draft


def _fragment(request: ActorRequest, scope: Scope) -> HttpResponse:
    """Return the grid of the draft as it stands now, with what is wrong with it."""
    draft = draft_matrix(scope)
    if draft is None:
        raise NotFound
    draft.scope = scope
    may = may_write_matrix(request.actor, scope)
    context = {"scope": scope, "may_write": may, **grid_context(judgement(draft), may)}
    return render(request, "people/matrix/grid.html", context)


@require_POST
def letters(request: ActorRequest, scope_key: str) -> HttpResponse:
    """Put letters into one cell of the draft; answer with the grid."""
    scope, draft = writable_draft(request, scope_key)
    wanted = {request.POST.get("party", ""): request.POST.get("letters", "")}
    row = request.POST.get("row", "")
    change_responsibility(draft, row, version=seen_version(request), letters=wanted, actor=request.actor)
    return _fragment(request, scope)


@require_POST
def block(request: ActorRequest, scope_key: str) -> HttpResponse:
    """Put a block of letters into the draft from one cell on; answer with the grid."""
    scope, draft = writable_draft(request, scope_key)
    stated = {name: request.POST.get(name, "") for name in ("row", "party")}
    cells = cells_of(request.POST.get("text", ""))
    paste_letters(draft, block=cells, version=seen_version(request), actor=request.actor, **stated)
    return _fragment(request, scope)


def _grid(scope: Scope, draft: ResponsibilityMatrix | None) -> Grid:
    return grid_of(scope, draft, day_of(scope.organisation))


def _line(grid: Grid, key: str) -> Line:
    for line in grid.lines:
        if line.key == key:
            return line
    raise NotFound


@require_http_methods(["GET", "POST"])
def add_row(request: ActorRequest, scope_key: str) -> HttpResponse:
    """Add a responsibility to the draft."""
    scope, draft = writable_draft(request, scope_key)
    form = ResponsibilityForm(request.POST or None, scope=scope, grid=_grid(scope, draft))
    if request.method == "POST" and form.is_valid():
        try:
            row = add_responsibility(draft, actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("“%(text)s” is added: say who does what.") % {"text": row.text})
            return redirect("people:responsibility", scope_key, row.key)
    context = framed(request, scope) | {"form": form}
    return render(request, "people/matrix/row.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def row(request: ActorRequest, scope_key: str, row_key: str) -> HttpResponse:
    """Show one responsibility; change it, with its letters, where it stands in a draft that the actor may write."""
    scope = answering_scope(request.actor, scope_key)
    context = framed(request, scope)
    draft = draft_matrix(scope) if context["may_write"] else None
    if draft is None:
        if request.method == "POST":
            writable_draft(request, scope_key)
        return _shown(request, scope, row_key, context)
    draft.scope = scope
    grid = _grid(scope, draft)
    line = _line(grid, row_key)
    if line.inherited_from:
        return _shown(request, scope, row_key, context | {"draft": draft})
    form = ResponsibilityForm(request.POST or None, scope=scope, grid=grid, line=line)
    if request.method == "POST" and form.is_valid():
        try:
            change_responsibility(
                draft,
                row_key,
                version=form.cleaned_data["version"],
                letters=form.letters(),
                actor=request.actor,
                **form.stated(),
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, _line(_grid(scope, draft), row_key).version)
            context["is_stale"] = True
        else:
            messages.success(request, _("“%(text)s” is changed.") % {"text": form.cleaned_data["text"]})
            return redirect("people:matrix", scope_key)
    wrong = [each for each in judgement(draft).findings if row_key in each.rows]
    context |= {"form": form, "duty": line, "findings": wrong, "draft": draft}
    status = 409 if context.get("is_stale") else form.status
    return render(request, "people/matrix/row.html", context, status=status)


def _shown(request: ActorRequest, scope: Scope, key: str, context: dict[str, Any]) -> HttpResponse:
    """Show a responsibility that cannot be changed here, with whoever answers for it."""
    visible = ResponsibilityMatrix.objects.visible_to(request.actor).filter(scope=scope)
    grid = _grid(scope, context.get("draft") or visible.filter(state="active").first())
    line = _line(grid, key)
    letters = [(grid.column(code), found) for code, found in line.letters.items()]
    context |= {"duty": line, "letters": letters, "accountable": grid.accountable(line)}
    return render(request, "people/matrix/row_shown.html", context)


@require_POST
def remove_row(request: ActorRequest, scope_key: str, row_key: str) -> HttpResponse:
    """Remove a responsibility from the draft."""
    _scope, draft = writable_draft(request, scope_key)
    remove_responsibility(draft, row_key, version=seen_version(request), actor=request.actor)
    messages.success(request, _("The row is removed; it can be taken back."))
    return redirect("people:matrix", scope_key)


@require_POST
def move_row(request: ActorRequest, scope_key: str, row_key: str) -> HttpResponse:
    """Move a responsibility one place up or down."""
    _scope, draft = writable_draft(request, scope_key)
    up = request.POST.get("direction") == "up"
    move_responsibility(draft, row_key, up=up, version=seen_version(request), actor=request.actor)
    return redirect("people:responsibility", scope_key, row_key)


@require_POST
def override_row(request: ActorRequest, scope_key: str, row_key: str) -> HttpResponse:
    """Take an inherited responsibility into the draft, where it can be changed."""
    _scope, draft = writable_draft(request, scope_key)
    taken = override_responsibility(draft, row_key, actor=request.actor)
    messages.success(request, _("“%(text)s” is now this scope's own.") % {"text": taken.text})
    return redirect("people:responsibility", scope_key, row_key)


def _choices(scope: Scope) -> list[tuple[str, list[tuple[str, str]]]]:
    roles = Role.objects.filter(organisation_id=scope.organisation_id)
    held = Assignment.objects.filter(in_office(day_of(scope.organisation)), scope_id__in=chain(scope))
    people = held.select_related("person", "role", "scope").order_by("person__name", "pk")
    return [
        (_("Whoever holds the role"), [(f"role:{role.code}", role.name) for role in roles]),
        (
            _("One person"),
            [
                (f"assignment:{each.key}", f"{each.person.name}: {each.role.name}, {each.scope.name}")
                for each in people
            ],
        ),
    ]


@require_http_methods(["GET", "POST"])
def columns(request: ActorRequest, scope_key: str) -> HttpResponse:
    """Show the columns of the draft; add one."""
    scope, draft = writable_draft(request, scope_key)
    form = ColumnForm(request.POST or None, choices=_choices(scope))
    status = 0
    if request.method == "POST" and form.is_valid():
        try:
            add_party(draft, actor=request.actor, **_who(scope, form.cleaned_data["who"]))
        except (Invalid, Conflict) as error:
            form.add_error("who", error.message)
            status = error.status
        else:
            return redirect("people:matrix_columns", scope_key)
    context = framed(request, scope) | {"form": form, "draft": draft}
    context["columns"] = [column for column in _grid(scope, draft).columns if column.is_own]
    status = status or (Invalid.status if form.errors else 200)
    return render(request, "people/matrix/columns.html", context, status=status)


def _who(scope: Scope, code: str) -> dict[str, Any]:
    """Return what a choice names, as the operation takes it."""
    kind, _mark, key = code.partition(":")
    if kind == "role":
        return {"role": Role.objects.get(organisation_id=scope.organisation_id, code=key)}
    held = Assignment.objects.select_related("person", "role", "scope")
    return {"assignment": held.get(scope__organisation_id=scope.organisation_id, key=key)}


@require_POST
def remove_column(request: ActorRequest, scope_key: str) -> HttpResponse:
    """Remove a column of the draft with its letters."""
    _scope, draft = writable_draft(request, scope_key)
    version = seen_version(request)
    remove_party(draft, request.POST.get("party", ""), version=version, actor=request.actor)
    messages.success(request, _("The column is removed; it can be taken back."))
    return redirect("people:matrix_columns", scope_key)


@require_http_methods(["GET", "POST"])
def paste(request: ActorRequest, scope_key: str) -> HttpResponse:
    """Put a sheet copied in a spreadsheet into the draft."""
    scope, draft = writable_draft(request, scope_key)
    form = SheetForm(request.POST or None, initial={"version": draft.version, "area": "scope"})
    if request.method == "POST" and form.is_valid():
        try:
            count = paste_matrix(draft, actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, draft.version)
            context = framed(request, scope) | {"form": form}
            return render(request, "people/matrix/paste.html", context, status=error.status)
        else:
            messages.success(request, _("%(count)d rows are in the draft.") % {"count": count})
            return redirect("people:matrix", scope_key)
    context = framed(request, scope) | {"form": form}
    return render(request, "people/matrix/paste.html", context, status=form.status)
