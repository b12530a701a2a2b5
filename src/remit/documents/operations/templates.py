"""Templates of the organisation: what documents begin with."""

from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import NotFound, stale
from remit.core.keys import next_key
from remit.documents.inspection import Inspected
from remit.documents.models import DocumentKind, DocumentTemplate
from remit.documents.policies import may_keep_templates
from remit.people.models import Organisation
from remit.people.operations.organisation import root_scope, space_of
from remit.projects.operations.parts import check_choice, check_fields, clean

LONGEST = {"name": 200, "suits": 300}
FIELDS = ("name", "kind", "suits")


def about_template(template: DocumentTemplate) -> About:
    """Return how the record names a template."""
    path = root_scope(template.organisation).path
    return About("document-template", template.key, template.name, template.organisation_id, path)


def _set(template: DocumentTemplate, stated: dict[str, Any], content: Inspected | None) -> None:
    check_fields(stated, FIELDS)
    for name, value in stated.items():
        setattr(template, name, value)
    template.name = clean(template.name, "name", LONGEST["name"], needed=_("Give the template a name."))
    template.suits = clean(template.suits, "suits", LONGEST["suits"])
    check_choice(template.kind, DocumentKind, "kind")
    if content is not None:
        template.file_name, template.content_type = content.name, content.content_type
        template.size, template.sha256 = content.size, content.sha256


@operation("documents.add_template")
def add_template(
    organisation: Organisation, content: Inspected, *, actor: Actor, **stated: Any
) -> DocumentTemplate:
    """Keep what was put into the store as a template, with fields of `FIELDS`."""
    require(may_keep_templates(actor, root_scope(organisation)))
    made = DocumentTemplate(organisation=organisation)
    _set(made, stated, content)
    made.key = next_key(space_of(organisation.pk), "DT")
    made.save(force_insert=True)
    record(actor, about_template(made), {"name": ["", made.name], "sha256": ["", made.sha256]})
    return made


def _locked(template: DocumentTemplate, version: int, yours: dict[str, Any]) -> DocumentTemplate:
    rows = DocumentTemplate.objects.select_for_update(of=("self",)).select_related("organisation")
    found: DocumentTemplate | None = rows.filter(pk=template.pk).first()
    if found is None:
        raise NotFound
    if found.version != version:
        raise stale(_("Somebody changed this template meanwhile."), yours, found)
    return found


@operation("documents.change_template")
def change_template(
    template: DocumentTemplate, *, version: int, actor: Actor, content: Inspected | None = None, **stated: Any
) -> DocumentTemplate:
    """Change fields of `FIELDS`, and what it holds where `content` is given; documents begun from it stay."""
    require(may_keep_templates(actor, root_scope(template.organisation)))
    locked = _locked(template, version, stated)
    before = {name: getattr(locked, name) for name in (*FIELDS, "sha256")}
    _set(locked, stated, content)
    locked.version += 1
    locked.save()
    both = {name: [was, getattr(locked, name)] for name, was in before.items()}
    record(actor, about_template(locked), {name: each for name, each in both.items() if each[0] != each[1]})
    return locked


@operation("documents.remove_template")
def remove_template(template: DocumentTemplate, *, version: int, actor: Actor) -> None:
    """Remove a template; documents begun from it stay."""
    require(may_keep_templates(actor, root_scope(template.organisation)))
    locked = _locked(template, version, {})
    record(actor, about_template(locked), {"name": [locked.name, ""]})
    locked.delete()
