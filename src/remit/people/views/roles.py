"""The catalogue of roles: read, compared, and asked."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from remit.accounts.requests import ActorRequest
from remit.core.errors import Invalid, NotFound
from remit.people.catalogue.distinctions import DISTINCTIONS, of
from remit.people.guards import visible_role
from remit.people.models import Area, Assignment
from remit.people.navigation import role_tabs
from remit.people.policies import may_edit_roles
from remit.people.role_answers import lines_of
from remit.people.role_comparison import FEWEST, MOST, compare
from remit.people.role_content import capability_words
from remit.people.role_queries import present_roles, replies, roles_of, version_steps, whose
from remit.people.role_skills import profiles, skills_compared

LONGEST_QUESTION = 200


def _area(request: ActorRequest) -> str:
    area = request.GET.get("area", "")
    if area and area not in Area.values:
        raise Invalid(_("There is no such area."), status=400)
    return area


@require_GET
def roles(request: ActorRequest) -> HttpResponse:
    """Show the roles of the organisation by family; with an area, what each answers for in it."""
    area = _area(request)
    found = list(roles_of(request.actor))
    shown = [
        (role, [each["text"] for each in role.responsibilities if each["area"] == area])
        for role in found
        if role.retired_on is None
    ]
    context = {
        "roles": [(role, lines) for role, lines in shown if lines or not area],
        "retired": [role for role in found if role.retired_on is not None],
        "areas": Area.choices,
        "area": area,
        "may_edit": may_edit_roles(request.actor),
        "tabs": role_tabs("roles"),
    }
    return render(request, "people/roles.html", context)


@require_GET
def role(request: ActorRequest, code: str) -> HttpResponse:
    """Show what a role answers for, decides, and does not answer for; and who holds it where."""
    shown = visible_role(request.actor, code)
    names = dict(roles_of(request.actor).values_list("code", "name"))
    held = Assignment.objects.visible_to(request.actor).filter(role=shown, ended_at=None)
    duties = [line for line in lines_of(shown) if line.kind == "responsibility"]
    context = {
        "role": shown,
        "duties": duties,
        "exclusions": [
            (each["text"], each["role"], names.get(each["role"], "")) for each in shown.exclusions
        ],
        "rights": [capability_words(each) for each in shown.capabilities],
        "tests": [(other, names[other], each) for other, each in of(code) if other in names],
        "held": held.select_related("person", "scope", "role"),
        "others": [
            (other, name) for other, name in sorted(names.items(), key=lambda pair: pair[1]) if other != code
        ],
        "may_edit": may_edit_roles(request.actor),
        "wanted": list(profiles([shown.pk]).get(shown.pk, {}).items()),
    }
    return render(request, "people/role.html", context)


@require_GET
def versions(request: ActorRequest, code: str) -> HttpResponse:
    """Show every version of a role, who made it, and what it changed."""
    shown = visible_role(request.actor, code)
    return render(request, "people/role_versions.html", {"role": shown, "steps": version_steps(shown)})


@require_GET
def comparison(request: ActorRequest) -> HttpResponse:
    """Show two to four roles side by side; with fewer, what people mix up and a form to choose."""
    area = _area(request)
    codes = list(dict.fromkeys(code for code in request.GET.getlist("role") if code))
    found = {role.code: role for role in roles_of(request.actor)}
    if len(codes) > MOST:
        raise Invalid(_("Compare at most %(most)d roles at a time.") % {"most": MOST}, status=400)
    if any(code not in found for code in codes):
        raise NotFound
    chosen = [found[code] for code in codes]
    context = {
        "roles": sorted(
            (role for role in found.values() if role.retired_on is None), key=lambda role: role.name
        ),
        "slots": [*codes, *[""] * (MOST - len(codes))],
        "skills": skills_compared(chosen) if len(chosen) >= FEWEST else None,
        "comparison": compare(chosen, area=area) if len(chosen) >= FEWEST else None,
        "areas": Area.choices,
        "area": area,
        "distinctions": [
            (each, [found[c] for c in sorted(each.roles) if c in found]) for each in DISTINCTIONS
        ],
    }
    return render(request, "people/role_compare.html", context)


@require_GET
def ask(request: ActorRequest) -> HttpResponse:
    """Answer whether something is in one's role, or in a named one, by the texts of the catalogue."""
    question = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
    code = request.GET.get("role", "")
    if code:
        visible_role(request.actor, code)
    found = replies(request.actor, question, [code] if code else []) if question else []
    context = {
        "question": question,
        "code": code,
        "replies": found,
        "whose": whose(request.actor, question) if question and not found else (),
        "near": found[0].answer.near if found else (),
        "roles": present_roles(request.actor),
    }
    return render(request, "people/role_ask.html", context)
