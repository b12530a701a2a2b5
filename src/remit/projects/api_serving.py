"""Which products a project serves, for programs."""

from ninja import Router, Status

from remit.accounts.permissions import require
from remit.core.api.fields import Input, Key, Output
from remit.core.api.problems import creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.errors import Invalid, NotFound
from remit.products.guards import visible_product
from remit.products.models import Product
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.operations.serving import serve_product, stop_serving
from remit.projects.policies import may_edit_project

router = Router(tags=["Products"])
BASE = "/projects/{key}/products"


class ServedOut(Output):
    """The products that a project serves, as far as the caller may see products."""

    project: str
    products: list[str]


class ServeIn(Input):
    """A product that the project serves."""

    product: Key


def _out(request: ApiRequest, project: Project) -> ServedOut:
    rows = Product.objects.visible_to(request.actor).filter(served_by__project=project).order_by("pk")
    return ServedOut(project=project.key, products=list(rows.values_list("key", flat=True)))


@router.get(
    BASE,
    operation_id="list_served_products",
    response=reads(ServedOut),
    summary="The products a project serves",
)
def get_served(request: ApiRequest, key: str) -> ServedOut:
    """Return the products that a project serves."""
    return _out(request, visible_project(request.actor, key))


@router.post(
    BASE, operation_id="serve_product", response=creates(ServedOut), summary="A project serves a product"
)
def post_served(request: ApiRequest, key: str, body: ServeIn) -> Status[ServedOut]:
    """State that a project serves a product."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    try:
        product = visible_product(request.actor, body.product)
    except NotFound as error:
        raise Invalid(str(error.message), field="product", code="unknown") from None
    serve_product(project, product, actor=request.actor)
    return Status(201, _out(request, project))


@router.delete(
    f"{BASE}/{{product}}",
    operation_id="stop_serving_product",
    response=removes(ServedOut),
    summary="A project serves a product no longer",
)
def delete_served(request: ApiRequest, key: str, product: str) -> ServedOut:
    """State that a project serves a product no longer."""
    project = visible_project(request.actor, key)
    require(may_edit_project(request.actor, project))
    stop_serving(project, visible_product(request.actor, product), actor=request.actor)
    return _out(request, project)
