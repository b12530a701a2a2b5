"""What can be talked about: each kind of thing of a project, by how its keys begin."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from remit.accounts.permissions import Actor
from remit.core.registries import Registry
from remit.projects.models import Project


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that is talked about: what it is called, and its page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A kind of thing: `find` returns one of a project that the actor may see, or raises `NotFound`.

    `among` are all of that kind in a project that the actor may see.
    """

    prefix: str
    find: Callable[[Actor, Project, str], Subject]
    among: Callable[[Actor, Project], QuerySet[Any]]


subject_kinds: Registry[SubjectKind] = Registry()
