"""Damaged files: whatever stands in them, an import is refused in words or taken in whole."""

import random
import re
import time
from collections.abc import Callable

import pytest
from django.db import transaction

from remit.accounts.permissions import Actor
from remit.conftest import World
from remit.core.errors import Invalid
from remit.interchange.exports import export_plan
from remit.interchange.operations.imports import import_plan
from remit.interchange.operations.undo import undo_import
from remit.interchange.tests.plans import chain, example, file_of
from remit.interchange.tests.test_shared_files import FILES
from remit.planning.models import Activity

Census = Callable[[], dict[str, int]]

SEED = 20260601
NORMAL, SOAK = 60, 500
LONGEST_SECONDS = 10
AUDIT = ("audit.AuditEvent", "audit.AuditChain", "interchange.ImportReport", "core.KeySequence")

NUMBERS = (b"0", b"-1", b"1", b"2147483648", b"99999999999999999999", b"1e9", b"", b"NaN", b"007")
TEXTS = (
    b"\0",
    b"\xff\xfe",
    b"<!DOCTYPE a>",
    b"&x;",
    b"]]>",
    b"<Task>",
    b"</Task>",
    b"<![CDATA[<]]>",
    "ü\u202e\U0001f525".encode(),
    b"9999-12-31T23:59:00",
    b"1899-12-31T00:00:00",
    b"PT0H0M0S",
    b"P1Y",
    b"' OR 1=1 --",
)


def flip_bits(source: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(source.randint(1, 12)):
        changed[source.randrange(len(changed))] ^= 1 << source.randrange(8)
    return bytes(changed)


def cut(source: random.Random, content: bytes) -> bytes:
    return content[: source.randrange(len(content))]


def drop_span(source: random.Random, content: bytes) -> bytes:
    start = source.randrange(len(content))
    return content[:start] + content[start + source.randint(1, 400) :]


def repeat_span(source: random.Random, content: bytes) -> bytes:
    start = source.randrange(len(content))
    span = content[start : start + source.randint(1, 2000)]
    return content[:start] + span + content[start:]


def change_numbers(source: random.Random, content: bytes) -> bytes:
    found = list(re.finditer(rb"(?<=>)-?\d+(?=<)", content))
    for match in sorted(source.sample(found, min(len(found), 3)), key=lambda each: -each.start()):
        content = content[: match.start()] + source.choice(NUMBERS) + content[match.end() :]
    return content


def swap_values(source: random.Random, content: bytes) -> bytes:
    first, second = sorted(
        source.sample(list(re.finditer(rb"(?<=>)[^<>\n]+(?=<)", content)), 2), key=lambda m: m.start()
    )
    middle = content[first.end() : second.start()]
    return content[: first.start()] + second[0] + middle + first[0] + content[second.end() :]


def change_values(source: random.Random, content: bytes) -> bytes:
    match = source.choice(list(re.finditer(rb"(?<=>)[^<>\n]+(?=<)", content)))
    return content[: match.start()] + source.choice(TEXTS) + content[match.end() :]


def drop_element(source: random.Random, content: bytes) -> bytes:
    match = source.choice(list(re.finditer(rb"<(\w+)>[^<]*</\1>", content)))
    return content[: match.start()] + content[match.end() :]


def move_element(source: random.Random, content: bytes) -> bytes:
    match = source.choice(list(re.finditer(rb"<(\w+)>[^<]*</\1>", content)))
    rest = content[: match.start()] + content[match.end() :]
    place = source.choice(list(re.finditer(rb">", rest))).end()
    return rest[:place] + match[0] + rest[place:]


# most damage of the first kind ends at the parser; that of the second gets behind it
COARSE = (flip_bits, cut, drop_span, repeat_span)
FINE = (change_numbers, swap_values, change_values, drop_element, move_element)
COARSE_SHARE = 0.15


def mutated(count: int, bases: list[bytes]) -> list[tuple[str, bytes]]:
    source = random.Random(SEED)
    files = []
    for number in range(count):
        content = source.choice(bases)
        names = []
        for _ in range(source.randint(1, 3)):
            mutation = source.choice(COARSE if source.random() < COARSE_SHARE else FINE)
            names.append(mutation.__name__)
            try:
                content = mutation(source, content) or b" "
            except (IndexError, ValueError):  # too little is left to damage further
                break
        files.append((f"{number} {'+'.join(names)}", content))
    return files


def survive(world: World, actor: Actor, files: list[tuple[str, bytes]], census: Census) -> dict[str, int]:
    """Import each file; refuse it in words leaving everything, or take it in whole, out and back again."""
    outcomes = {"refused": 0, "taken": 0}
    before = census()
    for name, content in files:
        began = time.process_time()
        silent = False
        with transaction.atomic():
            try:
                report = import_plan(file_of(content), "fuzz.xml", actor=actor, parent=world.root)
            except Invalid as error:
                outcomes["refused"] += 1
                silent = not error.message or not error.errors
            else:
                project = report.project
                assert project is not None
                activities = Activity.objects.filter(project=project)
                assert activities.count() == report.counts["activities"], name
                assert not activities.filter(start_minute=None).exists(), name
                export_plan(project)
                undo_import(report, actor=actor)
                after = census()
                grown = {label for label, count in after.items() if count != before[label]}
                assert grown <= set(AUDIT), name
                outcomes["taken"] += 1
                transaction.set_rollback(True)
        assert time.process_time() - began < LONGEST_SECONDS, name
        assert not silent, name
        assert census() == before, name
    return outcomes


def own_files() -> list[bytes]:
    return [example("shed").read_bytes(), chain(4)]


def test_damaged_files_are_refused_in_words_or_taken_in_whole(world: World, census: Census) -> None:
    actor = world.give("Pia", "portfolio-manager", world.root)
    outcomes = survive(world, actor, mutated(NORMAL, own_files()), census)
    assert sum(outcomes.values()) == NORMAL
    # the damage is neither too small nor too great to tell anything
    assert min(outcomes.values()) >= NORMAL // 10


@pytest.mark.soak
def test_many_damaged_files_are_refused_in_words_or_taken_in_whole(world: World, census: Census) -> None:
    actor = world.give("Pia", "portfolio-manager", world.root)
    bases = own_files() + [path.read_bytes() for path in FILES]
    outcomes = survive(world, actor, mutated(SOAK, bases), census)
    assert sum(outcomes.values()) == SOAK
