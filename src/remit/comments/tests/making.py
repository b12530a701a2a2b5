"""Something that somebody said, made for tests whose matter it is not: nobody asks who may."""

from remit.comments.models import Comment, Mention
from remit.core.keys import next_key
from remit.people.models import Person
from remit.projects.models import Project
from remit.projects.operations.parts import space_in


def a_comment(
    project: Project,
    author: Person,
    text: str = "Deep enough?",
    *,
    about: str = "",
    calls: Person | None = None,
    answers: Comment | None = None,
) -> Comment:
    made: Comment = Comment.objects.create(
        project=project,
        key=next_key(space_in(project), "CO"),
        about=about,
        text=text,
        author=author,
        answers=answers,
    )
    if calls is not None:
        Mention.objects.create(comment=made, person=calls)
    return made
