from django.http import HttpResponse
from django.views.decorators.http import require_safe

from remit.accounts.permissions import require
from remit.accounts.policies import may_see_security
from remit.accounts.requests import ActorRequest
from remit.accounts.tables import security_table
from remit.core.htmx import render_page


@require_safe
def security(request: ActorRequest) -> HttpResponse:
    """List what happened at the doors: sign-ins and those that failed, refusals, limits, files handed out."""
    require(may_see_security(request.actor))
    table = security_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    return render_page(request, "accounts/security.html", {"table": table}, fragment="core/table.html")
