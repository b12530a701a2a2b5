"""Lessons as they are read: searched by what words mean, and suggested to projects that resemble."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.closure.models import Lesson, LessonNote
from remit.core.errors import NotFound
from remit.people.models import Organisation, Term
from remit.people.word_matching import Vocabulary, common, match, weights
from remit.projects.models import Charter, Deliverable, Project

MOST_FOUND, MOST_SUGGESTED, MOST_NAMED = 200, 8, 5
# from here on texts speak of the same
LEAST_ALIKE, LEAST_SHARED = 0.1, 2
# a project of the same kind, worth this much in favour of a lesson that speaks of the same anyway
SAME_KIND = 1.25
CHARTER_FIELDS = ("purpose", "objectives", "in_scope", "deliverables", "risks", "constraints")


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson as somebody may read it: `source` is its project where they may see that, `why` why it was found."""

    lesson: Lesson
    source: Project | None
    score: float = 0.0
    why: str = ""
    note: LessonNote | None = None


def text_of(lesson: Lesson) -> str:
    """Return all words of a lesson."""
    return " ".join([lesson.title, lesson.happened, lesson.cause, lesson.advice, *lesson.tags])


def vocabulary_of(organisation: Organisation) -> Vocabulary:
    """Return which words mean the same in an organisation: those of its glossary beside the usual ones."""
    rows = Term.objects.filter(organisation=organisation).values_list("name", "aliases")
    return Vocabulary({alias: name for name, aliases in rows for alias in aliases})


def lines_for(actor: Actor, rows: Iterable[Lesson]) -> list[LessonLine]:
    """Return lessons, whose projects were fetched along, each with its source for whoever may see it."""
    return [LessonLine(each, _source(actor, each)) for each in rows]


def _source(actor: Actor, lesson: Lesson) -> Project | None:
    return lesson.project if actor.can("project.view", lesson.project.scope.path) else None


def _visible(actor: Actor) -> Any:
    return Lesson.objects.visible_to(actor).select_related("project__scope", "project__organisation")


def one_lesson(actor: Actor, key: str) -> LessonLine:
    """Return a lesson by its key; `NotFound` where the actor may not see it."""
    found: Lesson | None = _visible(actor).select_related("by").filter(key=key).first()
    if found is None:
        raise NotFound
    return LessonLine(found, _source(actor, found))


def find_lessons(actor: Actor, question: str = "", *, tag: str = "", kind: str = "") -> list[LessonLine]:
    """Return the lessons that the actor may see: those that speak of what was asked, the nearest first."""
    rows = _visible(actor)
    if kind:
        rows = rows.filter(kind=kind)
    found = [each for each in rows.order_by("-pk") if not tag or tag in each.tags]
    if not question.strip():
        return lines_for(actor, found[:MOST_FOUND])
    words = vocabulary_of(found[0].organisation) if found else Vocabulary({})
    texts = [words.told(text_of(each)) for each in found]
    weighing, asked = weights(texts), words.told(question)
    scored = [
        LessonLine(each, _source(actor, each), match(asked, text, weighing), _shared(asked, text, weighing))
        for each, text in zip(found, texts, strict=True)
    ]
    near = [each for each in scored if each.score > 0]
    return sorted(near, key=lambda each: (-each.score, -each.lesson.pk))[:MOST_FOUND]


def _shared(asked: str, text: str, weighing: Any) -> str:
    return ", ".join(common(asked, text, weighing)[:MOST_NAMED])


def text_of_project(project: Project) -> str:
    """Return what a project says of itself: name, result, latest charter, deliverables."""
    charter = Charter.objects.filter(project=project).order_by("-number").first()
    stated: Mapping[str, Any] = charter.content if charter else {}
    parts = [project.name, project.unique_result]
    for name in CHARTER_FIELDS:
        value = stated.get(name) or ""
        parts += value if isinstance(value, list) else [value]
    parts += Deliverable.objects.filter(project=project).values_list("name", flat=True)
    return " ".join(parts)


def suggestions(actor: Actor, project: Project, *, noted: Sequence[int] | None = None) -> list[LessonLine]:
    """Return shared lessons of other projects that speak of the same as this one, each with the words they share."""
    answered = noted if noted is not None else _answered(project)
    rows = _visible(actor).filter(is_shared=True).exclude(project=project)
    found = [each for each in rows.order_by("-pk") if each.pk not in set(answered)]
    if not found:
        return []
    words = vocabulary_of(project.organisation)
    texts = [words.told(text_of(each)) for each in found]
    asked = words.told(text_of_project(project))
    weighing = weights([*texts, asked])
    lines = []
    for each, text in zip(found, texts, strict=True):
        line = _suggested(actor, project, each, weighing.cosine(asked, text), common(asked, text, weighing))
        if line is not None:
            lines.append(line)
    return sorted(lines, key=lambda one: (-one.score, -one.lesson.pk))[:MOST_SUGGESTED]


def _suggested(
    actor: Actor, project: Project, lesson: Lesson, score: float, shared: Sequence[str]
) -> LessonLine | None:
    if len(shared) < LEAST_SHARED:
        return None
    source = _source(actor, lesson)
    why = _("Both speak of: %(words)s.") % {"words": ", ".join(shared[:MOST_NAMED])}
    if source is not None and source.kind == project.kind:
        score *= SAME_KIND
        why += " " + _("It comes from a project of the same kind.")
    return LessonLine(lesson, source, score, why) if score >= LEAST_ALIKE else None


def _answered(project: Project) -> list[int]:
    return list(LessonNote.objects.filter(project=project).values_list("lesson_id", flat=True))


def noted_lessons(actor: Actor, project: Project) -> list[LessonLine]:
    """Return the lessons of others that the project took up or set aside."""
    notes = LessonNote.objects.filter(project=project).select_related("lesson__project__scope")
    return [LessonLine(each.lesson, _source(actor, each.lesson), note=each) for each in notes]


def own_lessons(project: Project) -> list[Lesson]:
    """Return what was learnt in a project, the latest first: one query."""
    return list(Lesson.objects.filter(project=project).order_by("-pk"))


def tags_of(lines: Iterable[LessonLine]) -> list[str]:
    """Return the tags of lessons in order."""
    return sorted({tag for each in lines for tag in each.lesson.tags})


def lesson_overview(actor: Actor, project: Project) -> dict[str, Any] | None:
    """Return what the overview shows: the first lessons of others that may help and that nobody has answered."""
    found = suggestions(actor, project)
    return {"project": project, "lines": found[:3], "count": len(found)} if found else None
