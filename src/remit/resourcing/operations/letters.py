"""Mail about requests: to the one who answers, to whoever asked, and to those who were given."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor
from remit.people.models import Person
from remit.people.operations.mails import tell
from remit.resourcing.models import Allocation, ResourceRequest

ASKED = gettext_lazy("Remit: a request for resources waits for your answer")
WITHDRAWN = gettext_lazy("Remit: a request for resources was withdrawn")
ANSWERED = gettext_lazy("Remit: your request for resources is answered")
SETTLED = gettext_lazy("Remit: your proposal is answered")
GIVEN = gettext_lazy("Remit: you were given to a project")
RELEASED = gettext_lazy("Remit: a project released what it was given")


def _send(
    request: ResourceRequest, people: Sequence[Person | None], subject: Promise, actor: Actor, **more: Any
) -> None:
    """Tell each of `people` once, but for whoever did it."""
    url = settings.BASE_URL + reverse("resourcing:request", args=[request.key])
    context = {"request": request, "url": url, "by": actor.name, "subject": subject} | more
    wanted = {each.pk: each for each in people if each is not None and each.pk != actor.person_id}
    for each in wanted.values():
        tell(each, subject, "resourcing/email/request.txt", context)


def tell_asked(request: ResourceRequest, answers: Person | None, actor: Actor) -> None:
    """Tell the one who answers that a request waits."""
    _send(request, [answers], ASKED, actor)


def tell_withdrawn(request: ResourceRequest, answers: Person | None, actor: Actor) -> None:
    """Tell the one who would have answered that nothing is wanted any more."""
    _send(request, [answers], WITHDRAWN, actor)


def tell_answered(request: ResourceRequest, actor: Actor) -> None:
    """Tell whoever asked what the answer is."""
    _send(request, [request.asked_by], ANSWERED, actor)


def tell_settled(request: ResourceRequest, answers: Person | None, actor: Actor, words: str = "") -> None:
    """Tell the one who proposed terms what became of them."""
    _send(request, [answers], SETTLED, actor, words=words)


def tell_given(request: ResourceRequest, given: Sequence[Allocation], actor: Actor) -> None:
    """Tell people that a project has them for some days, each once with all that they are given for."""
    for person in dict.fromkeys(each.person for each in given if each.person is not None):
        _send(request, [person], GIVEN, actor, given=[each for each in given if each.person == person])


def tell_released(request: ResourceRequest, given: Allocation, answers: Person | None, actor: Actor) -> None:
    """Tell both sides, and the person, that something is released."""
    _send(request, [answers, request.asked_by, given.person], RELEASED, actor, given=[given])
