"""The list of products, one product with its life, and the forms that begin, change and move one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.accounts.permissions import require
from remit.accounts.requests import ActorRequest
from remit.core.errors import Conflict, Invalid
from remit.core.htmx import render_page
from remit.people.guards import own_organisation
from remit.people.policies import may_assign_at
from remit.products.forms import ProductForm, StageForm
from remit.products.guards import visible_product
from remit.products.models import Product
from remit.products.operations.products import change_product, create_product, move_stage
from remit.products.policies import may_create_products, may_edit_product, may_see_products
from remit.products.queries import head_of, life_of
from remit.products.registries import product_sections
from remit.products.tables import product_table


@require_GET
def product_list(request: ActorRequest) -> HttpResponse:
    """Show the products that the actor may see."""
    require(may_see_products(request.actor))
    table = product_table(request, request.actor)
    exported = table.export()
    if exported is not None:
        return exported
    context = {"table": table, "may_create": may_create_products(request.actor)}
    return render_page(request, "products/list.html", context, fragment="core/table.html")


@require_http_methods(["GET", "POST"])
def create(request: ActorRequest) -> HttpResponse:
    """Begin a product as an idea."""
    require(may_create_products(request.actor))
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            product = create_product(own_organisation(request.actor), actor=request.actor, **form.stated())
        except Invalid as error:
            form.take(error)
        else:
            said = _("%(key)s begins as an idea. Say next who answers for it.")
            messages.success(request, said % {"key": product.key})
            return redirect("products:detail", product.key)
    return render(request, "products/create.html", {"form": form}, status=form.status)


def _shown(
    request: ActorRequest, product: Product, form: StageForm | None, status: int = 200
) -> HttpResponse:
    may = may_edit_product(request.actor, product)
    sections = [
        {"template": section.template, "data": data}
        for section in sorted(product_sections, key=lambda each: each.position)
        if (data := section.context(request.actor, product)) is not None
    ]
    stage_form = form or StageForm(None, product=product)
    context = {
        **head_of(request.actor, product),
        "life": life_of(product),
        "sections": sections,
        "may_edit": may,
        "may_assign": may_assign_at(request.actor, product.scope),
        "form": stage_form if may and stage_form.fields["stage"].choices else None,  # type: ignore[attr-defined]  # a ChoiceField
    }
    return render(request, "products/detail.html", context, status=status)


@require_GET
def detail(request: ActorRequest, product_key: str) -> HttpResponse:
    """Show one product: who answers for it, where it stands in its life, which projects serve it."""
    return _shown(request, visible_product(request.actor, product_key), None)


@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, product_key: str) -> HttpResponse:
    """Change what a product states about itself."""
    product = visible_product(request.actor, product_key)
    require(may_edit_product(request.actor, product))
    form = ProductForm(request.POST or None, product=product)
    if request.method == "POST" and form.is_valid():
        try:
            change_product(
                product, version=form.cleaned_data["version"], actor=request.actor, **form.stated()
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.take_conflict(error, visible_product(request.actor, product_key).version)
        else:
            messages.success(request, _("The product is changed."))
            return redirect("products:detail", product_key)
    context = {**head_of(request.actor, product), "form": form}
    return render(request, "products/edit.html", context, status=form.status)


@require_POST
def stage(request: ActorRequest, product_key: str) -> HttpResponse:
    """Lead a product into another stage."""
    product = visible_product(request.actor, product_key)
    require(may_edit_product(request.actor, product))
    form = StageForm(request.POST, product=product)
    status = 422
    if form.is_valid():
        stated = form.cleaned_data
        try:
            moved = move_stage(product, stated.pop("stage"), actor=request.actor, **stated)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            status = error.status
            form.add_error(None, error.message)
        else:
            words = {"name": moved.name, "stage": moved.get_stage_display()}
            messages.success(request, _("%(name)s: %(stage)s.") % words)
            return redirect("products:detail", product_key)
    return _shown(request, product, form, status)
