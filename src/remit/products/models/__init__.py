from remit.products.models.product import OVER, Product, ProductStage, Stage

__all__ = ["OVER", "Product", "ProductStage", "Stage"]
