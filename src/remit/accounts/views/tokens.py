from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from remit.accounts.forms import TokenForm
from remit.accounts.models import ApiToken
from remit.accounts.operations.tokens import create_token, revoke_token
from remit.accounts.requests import ActorRequest, user_of
from remit.core.errors import NotFound
from remit.core.htmx import render_page


@require_safe
def tokens(request: ActorRequest) -> HttpResponse:
    """List one's own tokens, those that ended included."""
    rows = ApiToken.objects.filter(user=user_of(request))
    return render_page(request, "accounts/tokens.html", {"tokens": rows, "now": timezone.now()})


@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]  # published without types
def create(request: ActorRequest) -> HttpResponse:
    """Make a token; its text stands on the answer to this one request and nowhere afterwards."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        token, raw = create_token(user_of(request), **form.cleaned_data, actor=request.actor)
        response = render_page(request, "accounts/token_created.html", {"token": token, "raw": raw})
        response.headers["Cache-Control"] = "no-store"
        return response
    return render_page(
        request, "accounts/token_form.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_POST
def revoke(request: ActorRequest, number: int) -> HttpResponse:
    """End one of one's own tokens."""
    token = ApiToken.objects.filter(user=user_of(request), pk=number).first()
    if token is None:
        raise NotFound
    revoke_token(token, actor=request.actor)
    messages.success(request, _("The token is revoked. Programs that use it are refused from now on."))
    return redirect("accounts:tokens")
