"""The organisation's words: added, changed, removed; of the definitions of each exactly one holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.people.models import Definition, Organisation, Term
from remit.people.operations.organisation import root_scope
from remit.people.policies import may_edit_glossary
from remit.people.standard_terms import TERMS

LONGEST_NAME = 80
LONGEST_TEXT = 2000
LONGEST_SOURCE = 200
MOST_DEFINITIONS = 12
MOST_ALIASES = 12


@dataclass(frozen=True, slots=True)
class Meaning:
    """One definition as it is stated: its text, who says so, and whether it holds here."""

    text: str
    source: str
    is_chosen: bool = False


def _about(term: Term) -> About:
    path = root_scope(term.organisation).path
    return About("term", term.slug, term.name, term.organisation_id, path)


def _words(value: str, field: str, longest: int) -> str:
    clean = " ".join(value.split()) if field != "text" else value.strip()
    if not clean:
        raise Invalid(_("This must not be empty."), field=field, code="required")
    if len(clean) > longest:
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % {"longest": longest, "count": len(clean)}, field=field, code="long")
    return clean


def _checked_words(organisation: Organisation, name: str, aliases: Iterable[str], term: Term | None) -> Any:
    """Return name and aliases without doubles; `Invalid` where another term has one of these words already."""
    name = _words(name, "name", LONGEST_NAME)
    if not slugify(name, allow_unicode=False):
        raise Invalid(
            _("A term needs a letter or a figure of the Latin script."), field="name", code="letters"
        )
    found = {each.casefold(): each for each in (_words(given, "aliases", LONGEST_NAME) for given in aliases)}
    found.pop(name.casefold(), None)
    if len(found) > MOST_ALIASES:
        message = _("At most %(most)d other words.") % {"most": MOST_ALIASES}
        raise Invalid(message, field="aliases", code="many")
    for other in Term.objects.filter(organisation=organisation):
        if term is not None and other.pk == term.pk:
            continue
        taken = {other.name.casefold(), *(each.casefold() for each in other.aliases)}
        for word, field in ((name, "name"), *((each, "aliases") for each in found.values())):
            if word.casefold() in taken:
                message = _("%(word)s is told under %(name)s already.") % {"word": word, "name": other.name}
                raise Invalid(message, field=field, code="taken")
    return name, sorted(found.values())


def _checked_meanings(meanings: Sequence[Meaning]) -> list[Meaning]:
    """Return the definitions, one of them chosen: the first where none is; `Invalid` where several are."""
    if not meanings:
        raise Invalid(_("Give at least one definition."), field="definitions", code="required")
    if len(meanings) > MOST_DEFINITIONS:
        message = _("At most %(most)d definitions.") % {"most": MOST_DEFINITIONS}
        raise Invalid(message, field="definitions", code="many")
    chosen = [number for number, each in enumerate(meanings) if each.is_chosen] or [0]
    if len(chosen) > 1:
        raise Invalid(_("Only one definition can hold here."), field="definitions", code="several")
    return [
        Meaning(
            _words(each.text, "text", LONGEST_TEXT),
            _words(each.source, "source", LONGEST_SOURCE),
            number == chosen[0],
        )
        for number, each in enumerate(meanings)
    ]


def _free_slug(name: str, taken: set[str]) -> str:
    slug = slugify(name)[:LONGEST_NAME]
    return next(
        each for each in (slug, *(f"{slug[:76]}-{number}" for number in range(2, 999))) if each not in taken
    )


def _slugs(organisation: Organisation) -> set[str]:
    return set(Term.objects.filter(organisation=organisation).values_list("slug", flat=True))


def _keep(term: Term, meanings: list[Meaning]) -> None:
    term.definitions.all().delete()
    Definition.objects.bulk_create(
        Definition(term=term, position=number, text=each.text, source=each.source, is_chosen=each.is_chosen)
        for number, each in enumerate(meanings, start=1)
    )


def _shown(meanings: Iterable[Any]) -> str:
    return "\n".join(f"{'* ' if each.is_chosen else ''}{each.text} ({each.source})" for each in meanings)


@operation("people.add_term")
def add_term(
    organisation: Organisation,
    *,
    name: str,
    definitions: Sequence[Meaning],
    actor: Actor,
    aliases: Iterable[str] = (),
) -> Term:
    """Add a term with its definitions; where none is marked, the first holds here."""
    require(may_edit_glossary(actor))
    # one at a time, so that no word is told twice
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    name, other_words = _checked_words(organisation, name, aliases, None)
    meanings = _checked_meanings(definitions)
    term = Term.objects.create(
        organisation=organisation, name=name, slug=_free_slug(name, _slugs(organisation)), aliases=other_words
    )
    _keep(term, meanings)
    record(actor, _about(term), {"name": ["", name], "definitions": ["", _shown(meanings)]})
    return term


@operation("people.add_standard_terms")
def add_standard_terms(organisation: Organisation, *, actor: Actor) -> int:
    """Add the terms that Remit brings along, except words that are told already; return how many were added."""
    require(may_edit_glossary(actor))
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    there = Term.objects.filter(organisation=organisation)
    taken = {word.casefold() for each in there for word in (each.name, *each.aliases)}
    new = [each for each in TERMS if not taken & {word.casefold() for word in (each.name, *each.aliases)}]
    if not new:
        raise Conflict("complete", _("All standard terms are there already."))
    slugs = _slugs(organisation)
    terms = Term.objects.bulk_create(
        Term(
            organisation=organisation,
            name=each.name,
            slug=_free_slug(each.name, slugs),
            aliases=sorted(each.aliases),
        )
        for each in new
    )
    Definition.objects.bulk_create(
        Definition(term=term, position=number, text=text, source=source, is_chosen=number == 1)
        for term, each in zip(terms, new, strict=True)
        for number, (source, text) in enumerate(each.definitions, start=1)
    )
    about = About("term", "standard", _("Standard terms"), organisation.pk, root_scope(organisation).path)
    record(actor, about, {"terms": ["", ", ".join(each.name for each in new)]})
    return len(new)


def _locked(term: Term, version: int) -> Term:
    Organisation.objects.select_for_update().get(pk=term.organisation_id)
    locked: Term = Term.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=term.pk)
    if locked.version != version:
        current = {"fields": {}, "version": locked.version}
        raise Conflict(
            "stale", _("Somebody changed this term meanwhile: load the page again."), current=current
        )
    return locked


@operation("people.change_term")
def change_term(
    term: Term,
    *,
    version: int,
    actor: Actor,
    name: str | None = None,
    aliases: Iterable[str] | None = None,
    definitions: Sequence[Meaning] | None = None,
) -> Term:
    """Change what is stated of a term; its address stays. A stale `version` is refused."""
    require(may_edit_glossary(actor))
    locked = _locked(term, version)
    before = {
        "name": locked.name,
        "aliases": ", ".join(locked.aliases),
        "definitions": _shown(locked.definitions.all()),
    }
    locked.name, locked.aliases = _checked_words(
        locked.organisation,
        locked.name if name is None else name,
        locked.aliases if aliases is None else aliases,
        locked,
    )
    if definitions is not None:
        _keep(locked, _checked_meanings(definitions))
    locked.version += 1
    locked.save(update_fields=["name", "aliases", "version"])
    after = {
        "name": locked.name,
        "aliases": ", ".join(locked.aliases),
        "definitions": _shown(locked.definitions.all()),
    }
    changes = {field: [before[field], after[field]] for field in after if before[field] != after[field]}
    record(actor, _about(locked), changes)
    return locked


@operation("people.remove_term")
def remove_term(term: Term, *, version: int, actor: Actor) -> None:
    """Remove a term with its definitions; the record keeps what it said."""
    require(may_edit_glossary(actor))
    locked = _locked(term, version)
    said = _shown(locked.definitions.all())
    record(actor, _about(locked), {"name": [locked.name, ""], "definitions": [said, ""]})
    locked.delete()
