"""An organisation says from when on something is a fault, and how far each authority decides alone."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.people.models import Organisation, Thresholds
from remit.people.operations.organisation import root_scope
from remit.people.policies import may_set_thresholds
from remit.people.threshold_queries import held_thresholds, thresholds_of
from remit.people.thresholds import AUTHORITIES, BY_CODE, DEFAULTS


@operation("people.change_thresholds")
def change_thresholds(
    organisation: Organisation, *, stated: Mapping[str, int | None], version: int, actor: Actor
) -> Thresholds:
    """Set thresholds by code; those that are left out stay, and what is stated as the default is follows it.

    A higher authority never decides less than a lower one. Everything is judged anew by what is set.
    """
    require(may_set_thresholds(actor))
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    own = thresholds_of(organisation)
    before = held_thresholds(own)
    if own.version != version:
        fields = {code: {"yours": value, "theirs": before.get(code)} for code, value in stated.items()}
        message = _("Somebody changed the thresholds meanwhile: load the page again.")
        raise Conflict("stale", message, current={"fields": fields})
    for code, value in stated.items():
        _check(code, value)
    held = {**before, **stated}
    _check_rising(held)
    own.stated = {code: value for code, value in held.items() if value != DEFAULTS[code]}
    own.version = version + 1
    own.save()
    changed = {
        code: [_plain(before[code]), _plain(held[code])] for code in held if held[code] != before[code]
    }
    about = About("thresholds", "O-1", organisation.name, organisation.pk, root_scope(organisation).path)
    record(actor, about, changed)
    return own


def _plain(value: int | None) -> str:
    return "" if value is None else str(value)


def _check(code: str, value: int | None) -> None:
    threshold = BY_CODE.get(code)
    if threshold is None:
        raise Invalid(_("There is no such threshold."), field=code, code="unknown")
    if value is None and threshold.may_be_open:
        return
    if type(value) is not int or not threshold.least <= value <= threshold.most:
        message = _("Give a whole number from %(least)d to %(most)d.")
        words = {"least": threshold.least, "most": threshold.most}
        raise Invalid(message % words, field=code, code="value")


def _check_rising(held: Mapping[str, int | None]) -> None:
    for kind in ("money", "days"):
        for level in AUTHORITIES[1:]:
            code = f"{kind}_{level}"
            lower, value = held[f"{kind}_{level - 1}"], held[code]
            if value is not None and (lower is None or value < lower):
                message = _("Authority %(level)d would decide less than authority %(lower)d.")
                raise Invalid(message % {"level": level, "lower": level - 1}, field=code, code="order")
