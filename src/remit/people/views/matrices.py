"""Who answers for what: the matrix of a scope, its versions, what is wrong with it, and all of them at a glance."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import Decision, require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.forms import seen_version
from remit.core.tables import XLSX
from remit.people.exports import matrix_sheet
from remit.people.faults import Finding
from remit.people.findings import Judged, judged
from remit.people.findings_kept import judged_anew
from remit.people.grids import active_matrix, day_of, draft_matrix, grid_of
from remit.people.guards import answering_scope, own_organisation
from remit.people.handover_queries import of_scope
from remit.people.matrix_forms import ActivateForm
from remit.people.matrix_templates import templates_for
from remit.people.models import Letter, MatrixState, ResponsibilityMatrix, Scope, ScopeKind
from remit.people.operations.matrices import activate_matrix, begin_matrix, discard_matrix, judgement
from remit.people.operations.matrix_edits import undo_matrix_edit
from remit.people.policies import may_see_organisation, may_write_matrix
from remit.people.registries import ScopeFacts, facts_of, scope_frames

MOST_SCOPES = 200
MOST_ROWS_NAMED = 3


def framed(request: ActorRequest, scope: Scope) -> dict[str, Any]:
    """Return what every page about the responsibilities of a scope needs: its frame, and what the actor may."""
    known = facts_of([scope.pk]).get(scope.pk, ScopeFacts())
    context: dict[str, Any] = {"scope": scope, "frame": "people/matrix/frame.html", "work": known.kind}
    context["may_write"] = may_write_matrix(request.actor, scope, is_over=known.is_over)
    if scope.kind != ScopeKind.PROJECT:
        # a project tells it on its overview
        context["vacancies"] = of_scope(request.actor, scope)
    for each in scope_frames:
        if each.kind == scope.kind:
            context |= {"frame": each.template, **each.context(request.actor, scope)}
    return context


def writable_draft(request: ActorRequest, scope_key: str) -> tuple[Scope, ResponsibilityMatrix]:
    """Return a scope and its draft if the actor may write it; `NotFound` or `NotAllowed` otherwise."""
    scope = answering_scope(request.actor, scope_key)
    known = facts_of([scope.pk]).get(scope.pk, ScopeFacts())
    require(may_write_matrix(request.actor, scope, is_over=known.is_over))
    draft = draft_matrix(scope)
    if draft is None:
        raise NotFound
    draft.scope = scope
    return scope, draft


def grid_context(found: Judged, may_write: Decision) -> dict[str, Any]:
    """Return what the grid shows: each line with its cells, findings and who answers for it."""
    grid = found.grid
    by_row: dict[str, list[Any]] = {}
    for each in found.findings:
        for row_key in each.rows:
            by_row.setdefault(row_key, []).append(each)
    lines = [
        {
            "line": line,
            "cells": [(column, line.letters.get(column.code, "")) for column in grid.columns],
            "findings": by_row.get(line.key, []),
            "accountable": grid.accountable(line),
        }
        for line in grid.lines
    ]
    matrix = grid.matrix
    is_draft = matrix is not None and matrix.state == MatrixState.DRAFT
    return {
        "grid": grid,
        "matrix": matrix,
        "lines": lines,
        "findings": found.findings,
        "beside": by_row.get("", []),
        "errors": found.errors,
        "warnings": found.warnings,
        "is_draft": is_draft,
        "is_open": is_draft and bool(may_write),
        "legend": [(letter, Letter(letter).label) for letter in "ARCI"],
        "last": matrix.edits.first() if is_draft and matrix is not None else None,
    }


def _row_words(each: Finding, texts: Mapping[tuple[str, str], str]) -> str:
    """Return the rows that a finding touches in words: the first of them, and how many more."""
    known = [texts[each.scope_key, key] for key in each.rows if (each.scope_key, key) in texts]
    if len(known) <= MOST_ROWS_NAMED:
        return "; ".join(known)
    more = len(known) - MOST_ROWS_NAMED
    words = {"first": "; ".join(known[:MOST_ROWS_NAMED]), "more": more}
    return ngettext("%(first)s and %(more)d more row", "%(first)s and %(more)d more rows", more) % words


@require_GET
def matrices(request: ActorRequest) -> HttpResponse:
    """Show every scope that the actor may see with the state of its matrix, and all that is wrong."""
    organisation = own_organisation(request.actor)
    scopes = Scope.objects.answering_to(request.actor).select_related("organisation", "parent")
    rows = judged_anew(organisation, list(scopes[:MOST_SCOPES]), writer=request.actor)
    code = request.GET.get("show", "")
    found = [each for row in rows for each in row.findings]
    kinds = sorted({each.code for each in found})
    shown = [each for each in found if each.code == code] if code in kinds else found
    names = {row.scope.key: row.scope.name for row in rows}
    texts = {(row.scope.key, line.key): line.text for row in rows for line in row.grid.lines}
    context = {
        "rows": rows,
        "findings": [(each, names[each.scope_key], _row_words(each, texts)) for each in shown],
        "errors": sum(each.is_error for each in found),
        "warnings": sum(not each.is_error for each in found),
        "kinds": kinds,
        "show": code,
        "is_cut": scopes.count() > MOST_SCOPES,
        "sees_thresholds": may_see_organisation(request.actor),
    }
    return render(request, "people/matrix/all.html", context)


@require_http_methods(["GET", "POST"])
def matrix(request: ActorRequest, scope_key: str) -> HttpResponse:
    """Show who answers for what at a scope, the draft to whoever may write it; begin a draft."""
    scope = answering_scope(request.actor, scope_key)
    context = framed(request, scope)
    may = context["may_write"]
    if request.method == "POST":
        require(may)
        begin_matrix(scope, actor=request.actor, template=request.POST.get("template", ""))
        messages.success(
            request, _("A draft has begun. What is in force stays until the draft comes into force.")
        )
        return redirect("people:matrix", scope_key)
    draft, active = (draft_matrix(scope) if may else None), active_matrix(scope)
    wanted = request.GET.get("version", "")
    shown = active if draft is None or wanted == "active" else draft
    found = judged(scope.organisation, [scope], matrices={scope.pk: shown} if shown else None)[0]
    context |= grid_context(found, may) | {"draft": draft, "active": active}
    if draft is None and active is None and may:
        context["templates"] = templates_for(scope.kind, context["work"])
    return render(request, "people/matrix/matrix.html", context)


@require_POST
def discard(request: ActorRequest, scope_key: str) -> HttpResponse:
    """Throw the draft of a scope away."""
    _scope, draft = writable_draft(request, scope_key)
    discard_matrix(draft, version=seen_version(request), actor=request.actor)
    messages.success(request, _("The draft is gone. What was in force still is."))
    return redirect("people:matrix", scope_key)


@require_POST
def undo(request: ActorRequest, scope_key: str) -> HttpResponse:
    """Take back the last edit of the draft."""
    _scope, draft = writable_draft(request, scope_key)
    what = undo_matrix_edit(draft, version=seen_version(request), actor=request.actor)
    messages.success(request, _("Taken back: %(what)s.") % {"what": what})
    return redirect("people:matrix", scope_key)


@require_http_methods(["GET", "POST"])
def activate(request: ActorRequest, scope_key: str) -> HttpResponse:
    """Show what keeps a draft from coming into force, or put it into force."""
    scope, draft = writable_draft(request, scope_key)
    form = ActivateForm(request.POST or None, initial={"version": draft.version})
    status = 0
    if request.method == "POST" and form.is_valid():
        stated = form.cleaned_data
        try:
            activate_matrix(draft, version=stated["version"], actor=request.actor, reason=stated["reason"])
        except Invalid as error:
            form.take(error)
            status = error.status
        except Conflict as error:
            form.take_conflict(error, draft.version)
            status = error.status
        else:
            messages.success(
                request, _("The matrix is in force: everything in it has one accountable person.")
            )
            return redirect("people:matrix", scope_key)
    context = framed(request, scope) | {"form": form}
    context |= grid_context(judgement(draft), context["may_write"])
    return render(request, "people/matrix/activate.html", context, status=status or form.status)


@require_GET
def versions(request: ActorRequest, scope_key: str) -> HttpResponse:
    """List the versions of the matrix of a scope, the newest first."""
    scope = answering_scope(request.actor, scope_key)
    rows = ResponsibilityMatrix.objects.visible_to(request.actor).filter(scope=scope)
    context = framed(request, scope) | {"versions": rows}
    return render(request, "people/matrix/versions.html", context)


@require_GET
def version(request: ActorRequest, scope_key: str, number: int) -> HttpResponse:
    """Show one version of the matrix of a scope as it stands in the record."""
    scope = answering_scope(request.actor, scope_key)
    rows = ResponsibilityMatrix.objects.visible_to(request.actor).filter(scope=scope)
    shown = rows.filter(number=number).first()
    if shown is None:
        raise NotFound
    context = framed(request, scope)
    grid = grid_of(scope, shown, day_of(scope.organisation))
    found = Judged(scope, grid, ())
    context |= grid_context(found, context["may_write"]) | {"is_open": False, "is_draft": False}
    return render(request, "people/matrix/version.html", context)


@require_GET
def sheet(request: ActorRequest, scope_key: str) -> HttpResponse:
    """Send the matrix of a scope as an XLSX file: the draft where the actor may write it and asks for it."""
    scope = answering_scope(request.actor, scope_key)
    rows = ResponsibilityMatrix.objects.visible_to(request.actor).filter(scope=scope)
    state = MatrixState.DRAFT if request.GET.get("version") == "draft" else MatrixState.ACTIVE
    grid = grid_of(scope, rows.filter(state=state).first(), day_of(scope.organisation))
    headers = {"Content-Disposition": f'attachment; filename="responsibilities-{scope.key}.xlsx"'}
    return HttpResponse(matrix_sheet(grid), content_type=XLSX, headers=headers)
