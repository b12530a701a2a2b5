from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.registries import Command
from remit.documents.models import Document

MOST = 8


def document_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the documents whose key or title holds what was typed, each with who answers for it."""
    if not typed:
        return
    rows = Document.objects.visible_to(actor).filter(Q(title__icontains=typed) | Q(key__iexact=typed))
    for each in rows.select_related("project", "owner").order_by("pk")[:MOST]:
        hint = _("accountable: %(name)s") % {"name": each.owner.name}
        address = reverse("documents:document", args=[each.project.key, each.key])
        yield Command(f"{each.project.key} {each.key} {each.title}", address, _("Document"), hint)
