import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from remit.accounts.models import ApiToken, User
from remit.accounts.permissions import Actor
from remit.accounts.registries import SignInHint, homes, sign_in_hints
from remit.audit.recording import About


def about_user(user: User) -> About:
    """Return how the record names a sign-in: by the person behind it, else in the installation's chain."""
    for home in homes:
        about = home(user)
        if about is not None:
            return about
    return About("user", f"user:{user.pk}", str(user), 0, "/0/")


def actor_of(user: User) -> Actor:
    """Return the user as the actor of a change to his own sign-in, without grants."""
    about = about_user(user)
    return Actor(
        key=about.key, name=str(user), user_id=user.pk, organisation_id=about.organisation_id or None
    )


def hints() -> list[SignInHint]:
    """Return the sign-ins that the sign-in page may show: those of demo organisations only."""
    return [hint for provider in sign_in_hints for hint in provider()]


def live_tokens(user: User, now: dt.datetime | None = None) -> "QuerySet[ApiToken]":
    """Return the tokens of `user` that open something at this moment."""
    moment = now or timezone.now()
    return ApiToken.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=moment), user=user, revoked_at=None
    )
