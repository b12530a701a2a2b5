"""Who the caller is."""

from ninja import Router

from remit.accounts.models import User
from remit.core.api.fields import Output
from remit.core.api.problems import reads
from remit.core.api.requests import ApiRequest

router = Router(tags=["Account"])


class MeOut(Output):
    """Whoever sends the request, and what they may do somewhere."""

    key: str
    name: str
    email: str
    roles: list[str]
    capabilities: list[str]
    may_write: bool


@router.get("/me", operation_id="get_me", response=reads(MeOut), summary="Who am I?")
def get_me(request: ApiRequest) -> MeOut:
    """Return whom the token or the session stands for; where each right holds is decided scope by scope."""
    actor = request.actor
    return MeOut(
        key=actor.key,
        name=actor.name,
        email=User.objects.values_list("email", flat=True).get(pk=actor.user_id or 0),
        roles=sorted({grant.role_code for grant in actor.grants}),
        capabilities=sorted({capability for grant in actor.grants for capability in grant.capabilities}),
        may_write=actor.token_may_write,
    )
