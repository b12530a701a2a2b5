"""Kinds of long work made for the tests, and somebody who starts them."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from remit.accounts.permissions import Actor
from remit.conftest import World, make_world
from remit.jobs.lifelines import jobs_folder
from remit.jobs.models import Job
from remit.jobs.operations.jobs import start_job
from remit.jobs.registries import JobKind, Run, kinds

Function = Callable[[Run], Mapping[str, Any]]


@pytest.fixture(autouse=True)
def _nothing_said_before() -> None:
    """Forget what jobs of other tests said about themselves."""
    shutil.rmtree(jobs_folder(), ignore_errors=True)


@pytest.fixture
def kind() -> Iterator[Callable[..., str]]:
    """Return what registers a kind of long work for this test alone."""
    made: list[str] = []

    def register(run: Function, **more: Any) -> str:
        code = f"tests.kind_{len(made)}"
        kinds.register(JobKind(code=code, label="Dig", run=run, stages={"digging": "Digging"}, **more))
        made.append(code)
        return code

    yield register
    for code in made:
        del kinds._kinds[code]


@pytest.fixture
def world(db: None) -> World:
    """A world of its own: some tests commit, and threads look at it from outside."""
    return make_world("Acme")


@pytest.fixture
def ada(world: World) -> Actor:
    """A project manager."""
    return world.give("Ada", "project-manager")


@pytest.fixture
def started(world: World, ada: Actor, kind: Callable[..., str]) -> Callable[..., Job]:
    """Return what starts a job of Ada's that does `run`."""

    def start(run: Function, *, actor: Actor | None = None, **more: Any) -> Job:
        return start_job(
            kind(run, **more),
            label="A hole",
            scope_path=world.project.scope.path,
            parameters={"depth": 3},
            actor=actor or ada,
        )

    return start
