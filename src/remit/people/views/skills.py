"""What people can do: the matrix of people and skills, the list of skills, and the levels of one person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.htmx import render_page
from remit.people.forms_staff import AssessmentForm, SkillForm
from remit.people.guards import own_organisation
from remit.people.leads import by_standing
from remit.people.models import Level, Person, Skill, SkillLevel, Unit
from remit.people.navigation import people_tabs
from remit.people.operations.skills import Assessment, add_skill, assess_skills, change_skill
from remit.people.policies import may_assess, may_edit_people, may_see_skills
from remit.people.skill_sheets import asked_of, matrix_file
from remit.people.skills import covers, hanging, skill_matrix, skills_of
from remit.people.staff_tables import skills_table


@require_GET
def matrix(request: ActorRequest) -> HttpResponse:
    """Show who can do what, as far as it is asked for; as CSV or XLSX too."""
    require(may_see_skills(request.actor))
    asked = asked_of(request.GET)
    shown = skill_matrix(request.actor, asked)
    exported = matrix_file(request.GET.get("export", ""), shown)
    if exported is not None:
        return exported
    skills = list(skills_of(request.actor))
    context = {
        "asked": asked,
        "matrix": shown,
        "hanging": hanging(request.actor),
        "skills": skills,
        "areas": sorted({skill.area for skill in skills if skill.area}),
        "units": Unit.objects.filter(request.actor.within(), closed_on=None),
        "levels": [choice for choice in Level.choices if choice[0]],
        "may_edit": may_edit_people(request.actor),
        "tabs": people_tabs(request.actor, "skills"),
    }
    return render(request, "people/skills.html", context)


@require_GET
def skill_list(request: ActorRequest) -> HttpResponse:
    """Show the list of skills with how many people can do each."""
    require(may_see_skills(request.actor))
    table = skills_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    context = {
        "table": table,
        "may_edit": may_edit_people(request.actor),
        "tabs": people_tabs(request.actor, "skills"),
    }
    return render_page(request, "people/skill_list.html", context, fragment="core/table.html")


def _areas(request: ActorRequest) -> list[str]:
    return sorted({each for each in skills_of(request.actor).values_list("area", flat=True) if each})


@require_http_methods(["GET", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """Add a skill to the list."""
    require(may_edit_people(request.actor))
    form = SkillForm(request.POST or None, areas=_areas(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = add_skill(own_organisation(request.actor), actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made.name})
            return redirect("people:skill_list")
    return render(request, "people/skill.html", {"form": form, "skill": None}, status=form.status)


def _skill(request: ActorRequest, key: str) -> Skill:
    found = Skill.objects.filter(request.actor.within(), key=key).first()
    if found is None:
        raise NotFound
    return found


@require_http_methods(["GET", "POST"])
def skill(request: ActorRequest, skill_key: str) -> HttpResponse:
    """Show a skill with who has it; whoever may, changes it. A stale form is shown with both values."""
    require(may_see_skills(request.actor))
    shown = _skill(request, skill_key)
    may_edit = may_edit_people(request.actor)
    form = SkillForm(request.POST or None, skill=shown, areas=_areas(request))
    if request.method == "POST":
        require(may_edit)
        if form.is_valid():
            try:
                change_skill(
                    shown, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
                )
            except Invalid as error:
                form.take(error)
            except Conflict as error:
                form.take_conflict(error, _skill(request, skill_key).version)
            else:
                messages.success(request, _("%(name)s is changed.") % {"name": form.cleaned_data["name"]})
                return redirect("people:skill_list")
    levels = SkillLevel.objects.filter(skill=shown, level__gte=1, person__left_on=None)
    context = {
        "form": form,
        "skill": shown,
        "may_edit": may_edit,
        "cover": covers([shown])[shown.pk],
        "levels": levels.select_related("person").order_by("-level", "person__name"),
    }
    return render(request, "people/skill.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def of_person(request: ActorRequest, key: str) -> HttpResponse:
    """Let oneself, or whoever stands above, say how well somebody can do each of the skills."""
    person = Person.objects.visible_to(request.actor).select_related("organisation").filter(key=key).first()
    if person is None:
        raise NotFound
    require(by_standing(may_assess, request.actor, person))
    form = AssessmentForm(
        request.POST or None, skills=list(skills_of(request.actor)), present=_present(person)
    )
    if request.method == "POST" and form.is_valid():
        assessments = [Assessment(skill, level, seen) for skill, level, seen in form.stated()]
        try:
            assess_skills(person, assessments, actor=request.actor)
        except Conflict as error:
            form.take_conflict(error.message, _present(person))
        else:
            messages.success(request, _("The skills of %(name)s are stated.") % {"name": person.name})
            return redirect("people:person", key)
    status = 409 if form.errors else 200
    context = {"form": form, "person": person, "levels": Level.choices}
    return render(request, "people/person_skills.html", context, status=status)


def _present(person: Person) -> dict[int, SkillLevel]:
    return {each.skill_id: each for each in SkillLevel.objects.filter(person=person)}
