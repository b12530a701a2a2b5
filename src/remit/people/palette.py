import re
from collections.abc import Iterable
from itertools import islice
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.registries import Command
from remit.people.accountable import answers
from remit.people.decision_queries import decisions_of
from remit.people.models import Person, Term
from remit.people.navigation import sees_whole
from remit.people.policies import may_see_organisation
from remit.people.queries import told_terms
from remit.people.role_comparison import FEWEST
from remit.people.role_comparison import MOST as MOST_COMPARED
from remit.people.role_queries import present_roles, replies

MOST = 6
SHORTEST = 2


def people_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the people whose name holds what was typed, and the org chart where its name does."""
    if not typed:
        return
    for person in Person.objects.visible_to(actor).filter(name__icontains=typed)[:MOST]:
        yield Command(person.name, reverse("people:person", args=[person.key]), _("Person"), person.title)
    chart, question = _("Org chart"), typed.strip().casefold()
    if question and question in chart.casefold() and may_see_organisation(actor):
        yield Command(chart, reverse("people:chart"), _("Command"))


def advisor_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the way to the advisor and to the question what something is, where their names hold what was typed."""
    asked = typed.strip().casefold()
    if len(asked) < SHORTEST or actor.person_id is None:
        return
    pages = [(_("What is it: project, programme, operations or product?"), "people:kind_of_work")]
    if sees_whole(actor):
        pages.append((_("Role advisor"), "people:advisor"))
    for name, address in pages:
        if asked in name.casefold():
            yield Command(name, reverse(address), _("Command"))


def decision_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the way to asking for a decision, and decisions by key or by what is to be decided."""
    question = typed.strip().casefold()
    if len(question) < SHORTEST or actor.person_id is None:
        return
    label = _("Ask for a decision")
    if question in label.casefold():
        yield Command(label, reverse("people:ask_decision"), _("Command"))
    for each in decisions_of(actor).filter(Q(title__icontains=question) | Q(key__iexact=question))[:MOST]:
        place = f"{each.scope.key}, {each.get_state_display()}"
        yield Command(
            f"{each.key} {each.title}", reverse("people:decision", args=[each.key]), _("Decision"), place
        )


def glossary_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the terms whose word holds what was typed."""
    if not typed:
        return
    wanted = typed.casefold()
    found = (each for each in told_terms(actor) if wanted in each.name.casefold() or _alias(each, wanted))
    for term in islice(found, MOST):
        chosen = next((each.text for each in term.definitions.all() if each.is_chosen), "")
        yield Command(term.name, reverse("people:term", args=[term.slug]), _("Term"), chosen)


def _alias(term: Term, wanted: str) -> bool:
    return any(wanted in each.casefold() for each in term.aliases)


def role_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return roles by name, a comparison ("compare sponsor and acceptor"), or answers ("is hiring in my role?")."""
    if len(typed) < SHORTEST or actor.organisation_id is None:
        return
    asked = typed.casefold().strip(" ?")
    compare, role_of_mine = _("compare").casefold(), _("in my role").casefold()
    if asked.startswith(f"{compare} "):
        yield from _comparison(actor, asked.removeprefix(compare))
    elif role_of_mine in asked:
        yield from _answers(actor, asked.replace(role_of_mine, " ").removeprefix(_("is ").casefold()).strip())
    else:
        for role in present_roles(actor):
            if any(asked in name.casefold() for name in (role.name, *role.aliases)):
                yield Command(role.name, reverse("people:role", args=[role.code]), _("Role"), role.purpose)


def _comparison(actor: Actor, named: str) -> Iterable[Command]:
    """Return the comparison of the roles whose names stand in `named`, the longest names first."""
    chosen, rest = [], named
    names = [(name.casefold(), role) for role in present_roles(actor) for name in (role.name, *role.aliases)]
    for name, role in sorted(names, key=lambda pair: -len(pair[0])):
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest)
        if found and role not in chosen:
            chosen.append(role)
            rest = rest[: found.start()] + " " + rest[found.end() :]
    chosen.sort(key=lambda role: named.find(role.name.casefold()))
    if FEWEST <= len(chosen) <= MOST_COMPARED:
        query = urlencode([("role", role.code) for role in chosen])
        label = _("Compare: %(names)s") % {"names": ", ".join(role.name for role in chosen)}
        yield Command(label, f"{reverse('people:compare_roles')}?{query}", _("Comparison"))


def _answers(actor: Actor, question: str) -> Iterable[Command]:
    if not question:
        return
    address = f"{reverse('people:ask_role')}?{urlencode({'q': question})}"
    words = {"yes": _("Yes"), "no": _("No"), "unclear": _("The catalogue does not say")}
    for reply in replies(actor, question, [])[:MOST]:
        names = ", ".join(role.name for role in reply.answer.whose)
        hint = names if reply.answer.verdict == "no" else ""
        yield Command(f"{reply.answer.role.name}: {words[reply.answer.verdict]}", address, _("Answer"), hint)


def responsibility_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the responsibilities that what was typed asks for, each with the one person who answers for it."""
    question = typed.casefold().removeprefix(_("who is accountable for").casefold()).strip(" ?")
    for answer in answers(actor, question, MOST):
        person = answer.person
        yield Command(
            f"{answer.scope.key} {answer.line.text}",
            reverse("people:responsibility", args=[answer.scope.key, answer.line.key]),
            _("Responsibility"),
            _("accountable: %(name)s") % {"name": person.person_name}
            if person
            else _("nobody is accountable"),
            is_exact=question == answer.line.text.casefold(),
        )
