from django.db import models
from django.utils.translation import gettext_lazy as _


class SecurityKind(models.TextChoices):
    """What happened at the doors of an installation."""

    SIGNED_IN = "signed-in", _("signed in")
    SIGNED_OUT = "signed-out", _("signed out")
    SIGN_IN_FAILED = "sign-in-failed", _("sign-in failed")
    SECOND_FACTOR_FAILED = "second-factor-failed", _("second factor failed")
    RESET_ASKED = "reset-asked", _("password reset asked for")
    PASSWORD_RESET = "password-reset", _("password reset")
    REFUSED = "refused", _("access refused")
    TOKEN_REFUSED = "token-refused", _("token refused")
    LIMITED = "limited", _("limit reached")
    FEED_MADE = "feed-made", _("calendar feed made")
    FEED_REVOKED = "feed-revoked", _("calendar feed revoked")
    EXPORTED = "exported", _("file handed out")


class SecurityEvent(models.Model):
    """Something at the doors: who, from where, to what; the same again within minutes is counted, not added.

    `organisation_id` is 0 where nobody known stands behind it: then neither key nor name is kept.
    """

    organisation_id = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=24, choices=SecurityKind.choices)
    actor_key = models.CharField(max_length=60, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=45, blank=True)
    what = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-last_at", "-id"]
        indexes = [
            models.Index(fields=["organisation_id", "last_at"], name="security_event_last"),
            models.Index(fields=["organisation_id", "kind", "began_at"], name="security_event_same"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.actor_key} {self.source}"
