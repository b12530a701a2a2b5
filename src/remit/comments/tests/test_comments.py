"""Comments rule by rule: who writes, who is called, what is kept, what is gone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import Actor
from remit.audit.models import AuditEvent
from remit.comments.models import Comment, Mention
from remit.comments.operations.comments import (
    change_comment,
    see_mention,
    settle_comment,
    withdraw_comment,
    write_comment,
)
from remit.comments.queries import my_mentions, threads_about, visible_comments
from remit.comments.templatetags.comments import comment_text
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.projects.operations.deliverables import add_deliverable
from remit.projects.operations.stakeholders import add_stakeholder


@pytest.fixture
def team(world: World) -> dict[str, Actor]:
    """Ada manages the project, Ben works in it, Cai is of the organisation and sees nothing of it."""
    add_deliverable(world.project, name="Pit", actor=world.give("Ada", "project-manager"))
    world.give("Ben", "team-member")
    return {name: world.actor(name) for name in ("Ada", "Ben", "Cai")}


def said(world: World, by: Actor, text: str = "Deep enough?", **more: Any) -> Comment:
    return write_comment(world.project, about=more.pop("about", "DL-1"), text=text, actor=by, **more)


def test_whoever_sees_a_thing_may_say_something_about_it_and_whoever_does_not_finds_nothing(
    world: World, team: dict[str, Actor]
) -> None:
    assert said(world, team["Ben"]).key == "CO-1"
    assert said(world, team["Ben"], about="").about == ""
    for about in ("DL-9", "X-1", "DL", "T-1"):
        with pytest.raises(NotFound):
            said(world, team["Ben"], about=about)
    with pytest.raises(NotFound):
        said(world, team["Cai"])
    with pytest.raises(Invalid):
        said(world, team["Ben"], text=" \n ")


def test_a_called_person_is_told_once_and_finds_it_at_the_start_until_seen(
    world: World, team: dict[str, Actor], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = said(world, team["Ada"], "@ben, is it done? And @Benno?")
    assert [each.to for each in mail.outbox] == [[f"ben@{world.organisation.pk}.example"]]
    assert "is it done?" in mail.outbox[0].body
    found = my_mentions(team["Ben"])
    assert found is not None
    assert [each.comment for each in found["lines"]] == [made]
    assert my_mentions(team["Ada"]) is None
    with django_capture_on_commit_callbacks(execute=True):
        change_comment(made, text="@Ben, is it deep?", version=1, actor=team["Ada"])
    assert len(mail.outbox) == 1, "called already"
    mention = Mention.objects.get()
    with pytest.raises(NotAllowed):
        see_mention(mention, actor=team["Ada"])
    see_mention(mention, actor=team["Ben"])
    assert my_mentions(team["Ben"]) is None


def test_who_may_not_see_a_thing_is_not_called_to_it_and_nothing_is_written(
    world: World, team: dict[str, Actor]
) -> None:
    world.person("Cai")
    with pytest.raises(Invalid, match="Cai may not see this"):
        said(world, team["Ada"], "@Cai look")
    with pytest.raises(Invalid, match="Ben may not see this"):
        said(world, team["Ada"], "@Ben look", about=_stakeholder(world))
    assert not Comment.objects.exists()


def _stakeholder(world: World) -> str:
    return add_stakeholder(world.project, name="Mayor", actor=world.actor("Ada")).key


def test_what_is_said_about_what_somebody_may_not_see_is_hidden_from_them(
    world: World, team: dict[str, Actor]
) -> None:
    hidden = said(world, team["Ada"], about=_stakeholder(world))
    open_to_all = said(world, team["Ada"])
    assert list(visible_comments(team["Ben"], world.project)) == [open_to_all]
    assert set(visible_comments(team["Ada"], world.project)) == {hidden, open_to_all}
    with pytest.raises(NotFound):
        write_comment(world.project, text="Why?", answers=hidden, actor=team["Ben"])
    assert world.client("Ben").get("/projects/P-1/comments/CO-1/").status_code == 404
    assert "Deep enough" not in str(list(AuditEvent.objects.values_list("changes", "object_label")))


def test_answers_stand_below_what_they_answer_and_its_author_is_told(
    world: World, team: dict[str, Actor], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    first = said(world, team["Ada"])
    with django_capture_on_commit_callbacks(execute=True):
        answer = write_comment(world.project, text="Nearly", answers=first, actor=team["Ben"])
    again = write_comment(world.project, text="Good", answers=answer, actor=team["Ada"])
    (thread,) = threads_about(world.project, "DL-1")
    assert (thread.comment, list(thread.answers)) == (first, [answer, again])
    assert [each.to for each in mail.outbox] == [[f"ada@{world.organisation.pk}.example"]]


def test_its_author_alone_changes_a_comment_and_what_it_said_before_is_kept(
    world: World, team: dict[str, Actor]
) -> None:
    made = said(world, team["Ben"])
    with pytest.raises(NotAllowed):
        change_comment(made, text="Otherwise", version=1, actor=team["Ada"])
    changed = change_comment(made, text="Deeper?", version=1, actor=team["Ben"])
    assert [text for _at, text in changed.earlier] == ["Deep enough?"]
    with pytest.raises(Conflict):
        change_comment(made, text="Deepest?", version=1, actor=team["Ben"])
    with pytest.raises(Invalid):
        change_comment(changed, text="Deeper?", version=2, actor=team["Ben"])


def test_withdrawn_words_are_gone_with_all_they_said_and_called_and_the_answers_stay(
    world: World, team: dict[str, Actor]
) -> None:
    made = said(world, team["Ada"], "@Ben secret")
    made = change_comment(made, text="@Ben secret plan", version=1, actor=team["Ada"])
    write_comment(world.project, text="Oh", answers=made, actor=team["Ben"])
    with pytest.raises(NotAllowed):
        withdraw_comment(made, version=2, actor=team["Ben"])
    gone = withdraw_comment(made, version=2, actor=team["Ada"])
    assert (gone.text, gone.earlier, Mention.objects.count()) == ("", [], 0)
    (thread,) = threads_about(world.project, "DL-1")
    assert [each.text for each in thread.answers] == ["Oh"]
    acts: tuple[Callable[[], Any], ...] = (
        lambda: change_comment(gone, text="Back", version=3, actor=team["Ada"]),
        lambda: settle_comment(gone, settled=True, version=3, actor=team["Ada"]),
        lambda: write_comment(world.project, text="To what?", answers=gone, actor=team["Ben"]),
    )
    for act in acts:
        with pytest.raises(Conflict):
            act()


def test_whoever_may_change_the_project_takes_away_what_others_wrote(
    world: World, team: dict[str, Actor]
) -> None:
    assert withdraw_comment(said(world, team["Ben"]), version=1, actor=team["Ada"]).withdrawn_at is not None


def test_a_comment_is_settled_and_opened_again_and_an_answer_is_not(
    world: World, team: dict[str, Actor]
) -> None:
    made = said(world, team["Ada"])
    answer = write_comment(world.project, text="Yes", answers=made, actor=team["Ben"])
    settled = settle_comment(made, settled=True, version=1, actor=team["Ben"])
    assert settled.settled_by_id == team["Ben"].person_id
    with pytest.raises(Conflict):
        settle_comment(settled, settled=True, version=2, actor=team["Ben"])
    assert settle_comment(settled, settled=False, version=2, actor=team["Ada"]).settled_at is None
    with pytest.raises(Conflict):
        settle_comment(answer, settled=True, version=1, actor=team["Ada"])


def test_a_closed_project_is_read_and_nothing_is_said_there_any_more(
    world: World, team: dict[str, Actor]
) -> None:
    made = said(world, team["Ben"])
    world.project.phase = "closed"
    world.project.save()
    made.project = world.project
    acts: tuple[Callable[[], Any], ...] = (
        lambda: said(world, team["Ben"]),
        lambda: change_comment(made, text="x", version=1, actor=team["Ben"]),
        lambda: withdraw_comment(made, version=1, actor=team["Ada"]),
        lambda: settle_comment(made, settled=True, version=1, actor=team["Ada"]),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_words_are_shown_as_words_with_links_and_names(world: World, team: dict[str, Actor]) -> None:
    made = said(
        world, team["Ada"], '@Ben <script>alert(1)</script> see https://example.com/a"b\n\n@ben again'
    )
    shown = comment_text(made)
    assert "<script>" not in shown
    assert 'href="https://example.com/a' in shown
    assert shown.count('class="mention"') == 2
    assert shown.count("<p>") == 2


def test_the_panel_below_a_page_shows_what_is_said_and_takes_more(
    world: World, team: dict[str, Actor]
) -> None:
    said(world, team["Ada"], "Is it <b>deep</b>?")
    ben = world.client("Ben")
    page = ben.get("/projects/P-1/deliverables/DL-1/").content.decode()
    assert "Is it &lt;b&gt;deep&lt;/b&gt;?" in page
    answer = ben.post("/projects/P-1/comments/new/", {"text": "It is", "answers": "CO-1"})
    assert answer.status_code == 302
    assert answer["Location"].endswith("#CO-2")
    refused = ben.post("/projects/P-1/comments/new/", {"text": "", "about": "DL-1"})
    assert refused.status_code == 422
    listed = ben.get("/projects/P-1/comments/").content.decode()
    assert "CO-1" in listed
    assert "CO-2" not in listed, "answers stand with what they answer"
    names = ben.get("/projects/P-1/comments/people?q=ad").json()["people"]
    assert [name for name, _title in names] == ["Ada"]


def test_whoever_has_seen_where_they_were_called_comes_back_to_the_start(
    world: World, team: dict[str, Actor]
) -> None:
    made = said(world, team["Ada"], "@Ben, look")
    answer = world.client("Ben").post(f"/projects/{world.project.key}/comments/{made.key}/seen")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert my_mentions(team["Ben"]) is None


def test_a_program_calls_somebody_as_people_do(
    world: World,
    team: dict[str, Actor],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def post(text: str) -> Any:
        path = "/api/v1/projects/P-1/comments"
        return world.client("Ada").post(path, {"text": text}, content_type="application/json")

    with django_capture_on_commit_callbacks(execute=True):
        made = post("@Ben, is it done?")
    assert made.status_code == 201
    assert made.json()["calls"] == [world.person("Ben").key]
    assert [each.to for each in mail.outbox] == [[world.person("Ben").email]]
    refused = post("@Cai look")
    assert refused.status_code == 422
    assert "Cai" in refused.json()["errors"][0]["message"]
