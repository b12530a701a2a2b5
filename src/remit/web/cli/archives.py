"""Commands on archives that are kept: one made, all listed."""

import argparse
import shutil
from pathlib import Path

from remit.closure.archive_queries import line_of
from remit.closure.models import Archive
from remit.closure.operations.archives import make_archive, open_archive
from remit.closure.registries import Kept
from remit.core.progress import Unwatched
from remit.web.cli.console import Console
from remit.web.cli.organisations import command_actor, named_project, only_organisation
from remit.web.files import whole_file


class _Told(Unwatched):
    """Progress that the terminal shows."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def step(self, done: int, total: int, doing: str) -> None:
        """Show how far it is."""
        self._console.progress(doing, done, total)


def make(given: argparse.Namespace, console: Console) -> None:
    """Make the archive of a closed project, keep it, and write a copy where a file is named."""
    actor, project = named_project(given)
    holds = given.holds or [each.value for each in Kept if each != Kept.CONFIDENTIAL]
    made = make_archive(project, holds=holds, years=given.years, actor=actor, progress=_Told(console))
    lines = [f"{made.key}: {made.files} files, {made.size} bytes, kept until {made.retain_until}."]
    if given.file:
        with open_archive(made) as source, whole_file(Path(given.file)) as copy:
            shutil.copyfileobj(source, copy)
        lines.append(f"  copied to {given.file}")
    lines.append(f"  SHA-256 {made.sha256}")
    facts = {
        "archive": made.key,
        "project": project.key,
        "files": made.files,
        "size": made.size,
        "sha256": made.sha256,
        "holds": made.holds,
        "retain_until": made.retain_until.isoformat(),
        "copy": given.file,
    }
    console.result(facts, *lines)


def listed(given: argparse.Namespace, console: Console) -> None:
    """List the archives that are kept, the latest first."""
    actor = command_actor(only_organisation(given.organisation).pk)
    rows = list(Archive.objects.visible_to(actor).select_related("project__organisation"))
    facts = {
        "archives": [
            {
                "archive": each.key,
                "project": each.project.key,
                "made_on": each.made_on.isoformat(),
                "retain_until": each.retain_until.isoformat(),
                "state": each.state,
                "on_hold": bool(each.hold_reason),
                "size": each.size,
                "sha256": each.sha256,
            }
            for each in rows
        ]
    }
    lines = [
        f"{each.key}  {each.project.key} {each.project.name}, {each.made_on}: {line_of(each).words}"
        for each in rows
    ]
    console.result(facts, *(lines or ["No archive is kept."]))
