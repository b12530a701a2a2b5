from collections.abc import Sequence

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.people.models import Organisation, Role, SecondFactorFor
from remit.people.operations.organisation import root_scope
from remit.people.policies import may_give_sign_in


@operation("people.require_second_factor")
def require_second_factor(
    organisation: Organisation, *, of: str, roles: Sequence[str] = (), version: int, actor: Actor
) -> Organisation:
    """Say who must have a second factor: nobody, everybody, or whoever holds one of `roles` (codes) anywhere.

    It holds from the next request on: who has none is led to set one up, and tokens wait until then.
    """
    require(may_give_sign_in(actor))
    codes = _checked(organisation, of, roles)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = {"second_factor_of": locked.second_factor_of, "second_factor_roles": locked.second_factor_roles}
    wanted = {"second_factor_of": of, "second_factor_roles": codes}
    if locked.version != version:
        both = {name: {"yours": wanted[name], "theirs": before[name]} for name in wanted}
        raise Conflict("stale", _("It was changed elsewhere meanwhile."), current={"fields": both})
    locked.second_factor_of, locked.second_factor_roles = of, codes
    locked.version += 1
    locked.save(update_fields=[*wanted, "version"])
    about = About("organisation", "O-1", locked.name, locked.pk, root_scope(locked).path)
    record(actor, about, {name: [before[name], wanted[name]] for name in wanted})
    return locked


def _checked(organisation: Organisation, of: str, roles: Sequence[str]) -> list[str]:
    if of not in SecondFactorFor.values:
        raise Invalid(_("Choose nobody, some roles or everybody."), field="of", code="choice")
    codes = sorted(set(roles)) if of == SecondFactorFor.ROLES else []
    if of == SecondFactorFor.ROLES and not codes:
        raise Invalid(_("Choose at least one role."), field="roles", code="required")
    known = set(Role.objects.filter(organisation=organisation).values_list("code", flat=True))
    unknown = [code for code in codes if code not in known]
    if unknown:
        message = _("There is no role %(code)s.") % {"code": unknown[0][:40]}
        raise Invalid(message, field="roles", code="unknown")
    return codes
