"""The commands on what is said and what was learnt at a project."""

import argparse

from remit.closure.models import Lesson
from remit.comments.queries import comments_of
from remit.web.cli.console import Console
from remit.web.cli.organisations import named_project


def comments(given: argparse.Namespace, console: Console) -> None:
    """List the comments of a project that are not settled, the oldest first; those withdrawn are left out."""
    _actor, project = named_project(given)
    rows = comments_of(project).filter(settled_at=None, withdrawn_at=None, answers__settled_at=None)
    found = list(rows.order_by("pk"))
    lines = [f"{project.key} {project.name}: comments not settled: {len(found)}"]
    told = []
    for each in found:
        first = each.text.strip().splitlines()[0]
        lines.append(f"  {each.key} {each.about or project.key} {each.author.name}: {first}")
        told.append(
            {
                "key": each.key,
                "about": each.about,
                "author": each.author.name,
                "written_at": each.written_at.isoformat(),
                "answers": each.answers.key if each.answers else None,
                "calls": [one.person.name for one in each.mentions.all()],
                "text": each.text,
            }
        )
    console.result({"project": project.key, "comments": told}, *lines)


def lessons(given: argparse.Namespace, console: Console) -> None:
    """List the lessons of a project, the latest first: what happened, and what to do."""
    actor, project = named_project(given)
    found = list(Lesson.objects.visible_to(actor).filter(project=project).order_by("-pk"))
    lines = [f"{project.key} {project.name}: lessons: {len(found)}"]
    for each in found:
        lines += [f"  {each.key} {each.title}", f"    {each.get_kind_display()}: {each.advice}"]
    told = [
        {
            "key": each.key,
            "title": each.title,
            "kind": each.kind,
            "happened": each.happened,
            "advice": each.advice,
            "tags": each.tags,
            "learnt_on": each.learnt_on.isoformat(),
        }
        for each in found
    ]
    console.result({"project": project.key, "lessons": told}, *lines)
