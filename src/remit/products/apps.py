from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProductsConfig(AppConfig):
    """Products and what they add to the frame."""

    name = "remit.products"
    label = "products"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put products into the menu, the palette, the record's words and the pages of their scopes."""
        from remit.core.registries import (  # noqa: PLC0415 - apps are ready only now
            NavigationEntry,
            capabilities,
            commands,
            navigation,
            value_wording,
            wording,
        )
        from remit.people.models import ScopeKind  # noqa: PLC0415 - as above
        from remit.people.registries import ScopeFrame, scope_frames  # noqa: PLC0415 - as above
        from remit.products import wording as own  # noqa: PLC0415 - as above
        from remit.products.capabilities import CAPABILITIES  # noqa: PLC0415 - as above
        from remit.products.palette import product_commands  # noqa: PLC0415 - as above
        from remit.products.queries import product_frame  # noqa: PLC0415 - as above

        navigation.register(
            NavigationEntry(
                _("Products"),
                "products:list",
                "product",
                15,
                lambda actor: actor.can_anywhere("product.view"),
                "u",
            )
        )
        capabilities.register(*CAPABILITIES)
        commands.register(product_commands)
        wording.register(own.FIELDS, own.OPERATIONS)
        value_wording.register(own.VALUES)
        from remit.products.queries import training_on  # noqa: PLC0415 - as above
        from remit.products.registries import ProductSection, product_sections  # noqa: PLC0415 - as above

        product_sections.register(ProductSection(20, "products/training_section.html", training_on))
        scope_frames.register(ScopeFrame(ScopeKind.PRODUCT, "products/base.html", product_frame))
