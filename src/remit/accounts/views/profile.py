from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.accounts.forms import ProfileForm
from remit.accounts.operations.profile import change_profile
from remit.accounts.requests import ActorRequest, user_of
from remit.core.htmx import render_page


@require_http_methods(["GET", "POST"])
def profile(request: ActorRequest) -> HttpResponse:
    """Show one's own account, and change how Remit addresses one and looks."""
    user = user_of(request)
    now = {"name": user.name, "language": user.language, "theme": user.theme, "version": user.version}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        change_profile(user, **form.cleaned_data, actor=request.actor)
        messages.success(request, _("Your account is saved."))
        return redirect("accounts:profile")
    return render_page(request, "accounts/profile.html", {"form": form}, status=422 if form.is_bound else 200)
