from django.db import models

from remit.products.models import Product
from remit.projects.models.project import Project
from remit.projects.querysets import PartQuerySet


class ServedProduct(models.Model):
    """A project serves a product: what it delivers becomes part of it. Many to many, over the years."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="served")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="served_by")

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "product"], name="project_serves_once")]

    def __str__(self) -> str:
        return f"{self.project_id} serves {self.product_id}"
