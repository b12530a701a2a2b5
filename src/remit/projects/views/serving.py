"""Which products a project serves: the forms on its overview."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.products.guards import visible_product
from remit.projects.guards import visible_project
from remit.projects.operations.serving import serve_product, stop_serving
from remit.projects.policies import may_edit_project


@require_POST
def serve(request: ActorRequest, key: str) -> HttpResponse:
    """State that the project serves a product."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    product = visible_product(request.actor, request.POST.get("product", "").replace("\x00", "")[:16])
    serve_product(project, product, actor=request.actor)
    messages.success(request, _("The project serves %(name)s.") % {"name": product.name})
    return redirect("projects:detail", key)


@require_POST
def stop(request: ActorRequest, key: str, product_key: str) -> HttpResponse:
    """State that the project serves a product no longer."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    product = visible_product(request.actor, product_key)
    stop_serving(project, product, actor=request.actor)
    messages.success(request, _("The project serves %(name)s no longer.") % {"name": product.name})
    return redirect("projects:detail", key)
