from django.conf import settings
from django.utils.translation import gettext as _

from remit.accounts.models import Theme, User
from remit.accounts.permissions import Actor, require
from remit.accounts.policies import may_change_own
from remit.accounts.queries import about_user
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid


@operation("accounts.change_profile")
def change_profile(user: User, *, name: str, language: str, theme: str, version: int, actor: Actor) -> User:
    """Set name, language and colours of one's own account; empty language follows the browser."""
    require(may_change_own(actor, user.pk))
    wanted = {"name": name.strip(), "language": language, "theme": theme}
    _check(wanted)
    locked = User.objects.select_for_update().get(pk=user.pk)
    before = {field: getattr(locked, field) for field in wanted}
    if locked.version != version:
        current = {field: {"yours": wanted[field], "theirs": before[field]} for field in wanted}
        raise Conflict(
            "stale", _("Your account was changed elsewhere meanwhile."), current={"fields": current}
        )
    for field, value in wanted.items():
        setattr(locked, field, value)
    locked.version += 1
    locked.save(update_fields=[*wanted, "version"])
    record(actor, about_user(locked), {field: [before[field], value] for field, value in wanted.items()})
    return locked


def _check(wanted: dict[str, str]) -> None:
    if not wanted["name"]:
        raise Invalid(_("Give a name."), field="name", code="required")
    if wanted["language"] not in {"", *dict(settings.LANGUAGES)}:
        raise Invalid(_("Remit does not speak this language."), field="language", code="choice")
    if wanted["theme"] not in Theme.values:
        raise Invalid(_("There are the device's colours, light and dark."), field="theme", code="choice")
