from django.conf import settings
from django.db import models


class Purpose(models.TextChoices):
    """What a link sent by e-mail lets its holder do, once."""

    RESET = "reset"
    INVITATION = "invitation"


class OneTimeLink(models.Model):
    """A link sent by e-mail: only the hash of its random token is kept. Without a user it opens nothing."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="one_time_links",
    )
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_to = models.EmailField(max_length=254, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="one_time_link_expiry")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"
