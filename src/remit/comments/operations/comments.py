"""Comments: written, changed, withdrawn and settled; whoever is called in one is told."""

import re
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.comments.models import Comment, Mention
from remit.comments.policies import may_change_comment, may_comment, may_withdraw_comment
from remit.comments.queries import may_be_called
from remit.comments.subjects import find_subject
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound, stale
from remit.core.keys import next_key
from remit.people.actors import actor_for
from remit.people.models import Person
from remit.people.operations.mails import tell
from remit.projects.models import Project
from remit.projects.operations.parts import clean, locked_part, space_in, worded

LONGEST_TEXT = 10_000
MOST_CALLED = 20
MOST_EARLIER = 50
CALLED = gettext_lazy("Remit: you are mentioned in a comment")
ANSWERED = gettext_lazy("Remit: an answer to your comment")


def _about(comment: Comment) -> About:
    """Return how the record names a comment: never by its words, which not everybody who reads the record may see."""
    project = comment.project
    label = f"{comment.key} {comment.about}".strip()
    return About(
        "comment", f"{project.key}/{comment.key}", label, project.organisation_id, project.scope.path
    )


def _checked(text: str) -> str:
    return clean(text, "text", LONGEST_TEXT, needed=_("Say something."))


@operation("comments.write_comment")
def write_comment(
    project: Project, *, about: str = "", text: str, answers: Comment | None = None, actor: Actor
) -> Comment:
    """Say something about a thing of a project that the actor sees, or answer what somebody said about it.

    Whoever is called (@ and the name) must be able to see it too; they are told by mail, and so is whom it answers.
    """
    require(may_comment(actor, project))
    about = answers.about if answers is not None else about
    find_subject(actor, project, about)
    author = Person.objects.filter(pk=actor.person_id or 0).first()
    if author is None:
        raise NotAllowed(_("Only people of the organisation write comments."))
    if answers is not None and answers.withdrawn_at is not None:
        raise Conflict("withdrawn", _("That comment was withdrawn."))
    top = answers.answers or answers if answers is not None else None
    made = Comment(project=project, about=about, text=_checked(text), author=author, answers=top)
    called = _called(made, actor)
    made.key = next_key(space_in(project), "CO")
    made.save()
    record(actor, _about(made), {"about": ["", about or project.key], "length": ["", str(len(made.text))]})
    _call(made, called)
    if answers is not None and answers.author not in called and answers.author_id != author.pk:
        _tell(made, answers.author, ANSWERED)
    return made


def _called(comment: Comment, actor: Actor) -> list[Person]:
    """Return whom a comment calls; `Invalid` where somebody may not see what it is about."""
    called: list[Person] = []
    unseeing: list[Person] = []
    lowered = comment.text.casefold()
    if "@" not in lowered:
        return []
    people = sorted(may_be_called(actor, comment.project), key=lambda person: -len(person.name))
    for person in people:
        name = re.escape(f"@{person.name.casefold()}") + r"(?!\w)"
        lowered, count = re.subn(name, " ", lowered)
        if not count or person.pk == comment.author_id:
            continue
        (called if _sees(person, comment) else unseeing).append(person)
    if unseeing:
        names = ", ".join(person.name for person in unseeing)
        message = _("%(names)s may not see this, so cannot be called here: leave the @ out.")
        raise Invalid(message % {"names": names}, field="text", code="unseeing")
    if len(called) > MOST_CALLED:
        message = _("Call %(most)d people at most.") % {"most": MOST_CALLED}
        raise Invalid(message, field="text", code="many")
    return called


def _sees(person: Person, comment: Comment) -> bool:
    if person.user is None:
        return False
    reader = actor_for(person.user)
    if not reader.can("project.view", comment.project.scope.path):
        return False
    try:
        find_subject(reader, comment.project, comment.about)
    except NotFound:
        return False
    return True


def _call(comment: Comment, called: list[Person]) -> None:
    known = set(comment.mentions.values_list("person_id", flat=True))
    new = [person for person in called if person.pk not in known]
    Mention.objects.bulk_create(Mention(comment=comment, person=person) for person in new)
    for person in new:
        _tell(comment, person, CALLED)


def _tell(comment: Comment, person: Person, subject: Any) -> None:
    project = comment.project
    url = settings.BASE_URL + reverse("comments:comment", args=[project.key, comment.key])
    tell(person, subject, "comments/email/comment.txt", {"comment": comment, "url": url})


def _locked(comment: Comment, version: int, actor: Actor, yours: dict[str, Any]) -> Comment:
    locked: Comment = locked_part(comment, "author")
    find_subject(actor, locked.project, locked.about)
    if locked.withdrawn_at is not None:
        raise Conflict("withdrawn", _("That comment was withdrawn."))
    if locked.version != version:
        raise stale(_("Somebody changed this comment meanwhile."), yours, locked, worded)
    return locked


@operation("comments.change_comment")
def change_comment(comment: Comment, *, text: str, version: int, actor: Actor) -> Comment:
    """Say it otherwise; what it said before is kept. Only those who were not called before are told."""
    locked = _locked(comment, version, actor, {"text": text})
    require(may_change_comment(actor, locked))
    now = timezone.now()
    before = [(locked.changed_at or locked.written_at).isoformat(), locked.text]
    locked.text = _checked(text)
    if locked.text == before[1]:
        raise Invalid(_("Nothing has changed."), field="text", code="unchanged")
    called = _called(locked, actor)
    locked.earlier = [*locked.earlier, before][-MOST_EARLIER:]
    locked.changed_at = now
    locked.version += 1
    locked.save(update_fields=["text", "earlier", "changed_at", "version"])
    record(actor, _about(locked), {"length": [str(len(before[1])), str(len(locked.text))]})
    _call(locked, called)
    return locked


@operation("comments.withdraw_comment")
def withdraw_comment(comment: Comment, *, version: int, actor: Actor) -> Comment:
    """Take a comment's words away, earlier ones too; its place and its answers stay."""
    locked = _locked(comment, version, actor, {})
    require(may_withdraw_comment(actor, locked))
    length = len(locked.text)
    locked.text, locked.earlier, locked.withdrawn_at = "", [], timezone.now()
    locked.version += 1
    locked.save(update_fields=["text", "earlier", "withdrawn_at", "version"])
    locked.mentions.all().delete()
    record(actor, _about(locked), {"length": [str(length), "0"], "state": ["", "withdrawn"]})
    return locked


@operation("comments.settle_comment")
def settle_comment(comment: Comment, *, settled: bool, version: int, actor: Actor) -> Comment:
    """Say that a comment, with its answers, needs nothing more, or that it does again."""
    locked = _locked(comment, version, actor, {})
    require(may_comment(actor, locked.project))
    if locked.answers_id is not None:
        raise Conflict("answer", _("Settle what it answers."))
    if (locked.settled_at is not None) == settled:
        raise Conflict("unchanged", _("It is so already."))
    locked.settled_at = timezone.now() if settled else None
    locked.settled_by_id = actor.person_id if settled else None
    locked.version += 1
    locked.save(update_fields=["settled_at", "settled_by", "version"])
    record(actor, _about(locked), {"state": ["", "settled" if settled else "open"]})
    return locked


@operation("comments.see_mention")
def see_mention(mention: Mention, *, actor: Actor) -> Mention:
    """Say that one has seen where one was called."""
    locked = Mention.objects.select_for_update().select_related("comment__project__scope").get(pk=mention.pk)
    if not actor.token_may_write or (locked.person_id != actor.person_id and not actor.is_system):
        raise NotAllowed(_("This is for whoever was called."))
    if locked.seen_at is None:
        locked.seen_at = timezone.now()
        locked.save(update_fields=["seen_at"])
    record(actor, _about(locked.comment), {"seen": ["", "1"]})
    return locked
