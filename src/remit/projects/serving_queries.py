"""Which products a project serves, and which projects serve a product."""

from typing import Any

from remit.accounts.permissions import Actor
from remit.products.models import Product
from remit.products.queries import product_lines
from remit.projects.models import Project
from remit.projects.policies import may_edit_project
from remit.projects.queries import project_lines


def served_by_project(actor: Actor, project: Project) -> dict[str, Any] | None:
    """Return the products that a project serves and those it might; None for whoever sees no products."""
    visible = Product.objects.visible_to(actor).select_related("organisation", "scope")
    if not actor.can_anywhere("product.view"):
        return None
    served = list(visible.filter(served_by__project=project).order_by("pk"))
    may = bool(may_edit_project(actor, project))
    others = list(visible.exclude(pk__in=[each.pk for each in served]).order_by("pk")) if may else []
    if not served and not others:
        return None
    return {"project": project, "lines": product_lines(served), "others": others, "may_edit": may}


def serving_projects(actor: Actor, product: Product) -> dict[str, Any] | None:
    """Return the projects that serve a product, each as it stands, as far as the actor sees them; the latest first."""
    rows = (
        Project.objects.visible_to(actor)
        .filter(served__product=product)
        .select_related("scope", "organisation")
    )
    projects = list(rows.order_by("-starts_on", "-pk"))
    count = product.served_by.count()
    if not count:
        return {"lines": [], "hidden": 0}
    return {"lines": project_lines(projects), "hidden": count - len(projects)}
