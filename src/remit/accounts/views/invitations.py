from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from remit.accounts.forms import InvitationForm
from remit.accounts.operations.invitations import accept_invitation, invitation
from remit.core.htmx import render_page

SESSION_KEY = "invitation_token"


@login_not_required
@never_cache
@rate_limit(action="reset_password_from_key")  # type: ignore[untyped-decorator]  # published without types
@require_http_methods(["GET", "HEAD"])
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token off the address, so that it stands in no referrer; nothing is used up yet."""
    invitation(token)
    request.session[SESSION_KEY] = token
    return redirect("accounts:accept")


@login_not_required
@never_cache
@rate_limit(action="reset_password_from_key")  # type: ignore[untyped-decorator]  # published without types
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Let somebody invited choose a password, and sign him in."""
    token = str(request.session.get(SESSION_KEY, ""))
    user = invitation(token).user
    assert user is not None  # noqa: S101 - `invitation` finds only links of users; said for the type checker
    form = InvitationForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        accepted = accept_invitation(token, form.cleaned_data["password"])
        request.session.pop(SESSION_KEY, None)
        answer: HttpResponse = perform_login(request, accepted)
        return answer
    context = {"form": form, "email": user.email}
    return render_page(request, "accounts/accept.html", context, status=422 if form.is_bound else 200)
