"""Forms of products: they only read what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm, day_field
from remit.products.models import Product, Stage
from remit.products.stages import FOLLOWS


class ProductForm(VersionedForm):
    """What a product states about itself."""

    name = forms.CharField(label=_("Name"), max_length=200)
    purpose = forms.CharField(
        label=_("Purpose"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What it is for, and for whom."),
    )

    def __init__(self, data: Any = None, *, product: Product | None = None) -> None:
        stated = {}
        if product is not None:
            stated = {"name": product.name, "purpose": product.purpose, "version": product.version}
        super().__init__(data, initial=stated)
        if product is None:
            del self.fields["version"]

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        return {name: self.cleaned_data[name] for name in ("name", "purpose")}


class StageForm(VersionedForm):
    """The stage that a product enters, and when."""

    stage = forms.ChoiceField(label=_("Next stage"))
    on = day_field(_("On"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed to retire, to abandon and to relaunch."),
    )

    def __init__(self, data: Any = None, *, product: Product) -> None:
        super().__init__(data, initial={"version": product.version})
        following = [(each, Stage(each).label) for each in FOLLOWS[product.stage]]
        self.fields["stage"].choices = following  # type: ignore[attr-defined]  # a ChoiceField
