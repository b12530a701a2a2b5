"""Which products a project serves."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid, NotFound
from remit.products.models import Product
from remit.projects.models import Project, ServedProduct
from remit.projects.operations.projects import about
from remit.projects.policies import may_edit_project


@operation("projects.serve_product")
def serve_product(project: Project, product: Product, *, actor: Actor) -> ServedProduct:
    """State that a project serves a product of its organisation."""
    locked: Project = (
        Project.objects.select_for_update(of=("self",)).select_related("scope").get(pk=project.pk)
    )
    require(may_edit_project(actor, locked))
    if product.organisation_id != locked.organisation_id:
        raise Invalid(_("The product belongs to another organisation."), field="product", code="elsewhere")
    if ServedProduct.objects.filter(project=locked, product=product).exists():
        raise Conflict("served", _("The project serves this product already."))
    made: ServedProduct = ServedProduct.objects.create(project=locked, product=product)
    record(actor, about(locked), {"product": ["", f"{product.key} {product.name}"]})
    return made


@operation("projects.stop_serving")
def stop_serving(project: Project, product: Product, *, actor: Actor) -> None:
    """State that a project serves a product no longer."""
    locked: Project = (
        Project.objects.select_for_update(of=("self",)).select_related("scope").get(pk=project.pk)
    )
    require(may_edit_project(actor, locked))
    served = ServedProduct.objects.filter(project=locked, product=product).first()
    if served is None:
        raise NotFound(_("The project does not serve this product."))
    served.delete()
    record(actor, about(locked), {"product": [f"{product.key} {product.name}", ""]})
