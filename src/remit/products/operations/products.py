"""Products: begun, changed, and led from stage to stage."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, stale
from remit.core.keys import next_key
from remit.people.grids import day_of
from remit.people.models import Organisation, ScopeKind
from remit.people.operations.organisation import add_scope, root_scope, space_of
from remit.people.queries import holder
from remit.products.models import Product, ProductStage, Stage
from remit.products.policies import may_create_product, may_edit_product
from remit.products.stages import FOLLOWS, needs_manager, needs_reason

EDITABLE = ("name", "purpose")
MANAGER = "product-manager"
LONGEST_NAME = 200


def about(product: Product) -> About:
    """Return how the record names a product."""
    return About("product", product.key, product.name, product.organisation_id, product.scope.path)


@operation("products.create_product")
def create_product(
    organisation: Organisation,
    *,
    name: str,
    actor: Actor,
    purpose: str = "",
    since: dt.date | None = None,
) -> Product:
    """Begin a product as an idea, with a scope of its own in which roles are held; `since` is today unless stated."""
    root = root_scope(organisation)
    require(may_create_product(actor, root))
    day = since or day_of(organisation)
    if day > day_of(organisation):
        raise Invalid(_("This day is still to come."), field="since", code="future")
    clean = _checked(name)
    key = next_key(space_of(organisation.pk), "PR")
    scope = add_scope(organisation, ScopeKind.PRODUCT, key=key, name=clean, parent=root)
    product = Product.objects.create(
        organisation=organisation, scope=scope, key=key, name=clean, purpose=purpose.strip(), stage_since=day
    )
    ProductStage.objects.create(product=product, stage=Stage.IDEA, from_date=day, by_name=actor.name[:200])
    record(actor, about(product), {"name": ["", clean], "stage": ["", str(Stage.IDEA)]})
    return product


def _checked(name: str) -> str:
    clean = name.strip()
    if not clean:
        raise Invalid(_("Give the product a name."), field="name", code="required")
    if len(clean) > LONGEST_NAME:
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % {"longest": LONGEST_NAME, "count": len(clean)}, field="name", code="long")
    return clean


@operation("products.change_product")
def change_product(product: Product, *, version: int, actor: Actor, **changes: Any) -> Product:
    """Change fields of `EDITABLE`; a stale `version` is refused with both values."""
    locked = _locked(product)
    require(may_edit_product(actor, locked))
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    if locked.version != version:
        raise stale(_("Somebody changed this product meanwhile."), changes, locked, str)
    if "name" in changes:
        changes["name"] = _checked(changes["name"])
    before = {name: getattr(locked, name) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save(update_fields=[*changes, "version"])
    if "name" in changes:
        locked.scope.name = locked.name
        locked.scope.save(update_fields=["name"])
    record(actor, about(locked), {name: [before[name], value] for name, value in changes.items()})
    return locked


def _locked(product: Product) -> Product:
    rows = Product.objects.select_for_update(of=("self",)).select_related("scope", "organisation")
    locked: Product = rows.get(pk=product.pk)
    return locked


@operation("products.move_stage")
def move_stage(
    product: Product,
    stage: str,
    *,
    version: int,
    actor: Actor,
    on: dt.date | None = None,
    reason: str = "",
) -> Product:
    """Lead a product into another stage on a day that is not before its last move; `FOLLOWS` says which may come."""
    locked = _locked(product)
    require(may_edit_product(actor, locked))
    if stage not in Stage.values:
        raise Invalid(_("Choose one of: %(names)s.") % {"names": ", ".join(Stage.values)}, field="stage")
    if locked.version != version:
        raise stale(_("Somebody changed this product meanwhile."), {"stage": stage}, locked, str)
    day = on or day_of(locked.organisation)
    _check_move(locked, stage, day, reason)
    before, locked.stage, locked.stage_since = locked.stage, stage, day
    locked.version += 1
    locked.save(update_fields=["stage", "stage_since", "version"])
    ProductStage.objects.create(
        product=locked, stage=stage, from_date=day, reason=reason.strip(), by_name=actor.name[:200]
    )
    record(
        actor, about(locked), {"stage": [before, stage], "entered_on": ["", day.isoformat()]}, reason=reason
    )
    return locked


def _check_move(product: Product, stage: str, day: dt.date, reason: str) -> None:
    """Refuse a move that does not follow, lacks what it takes, or lies at a day where it cannot."""
    if stage not in FOLLOWS[product.stage]:
        words = {"now": Stage(product.stage).label, "next": Stage(stage).label}
        raise Conflict("stage_order", _("A product in %(now)s does not go to %(next)s.") % words)
    if (
        needs_manager(product.stage)
        and stage != Stage.ABANDONED
        and holder(product.scope_id, MANAGER) is None
    ):
        message = _("An idea is taken up once somebody is its product manager: give the role first.")
        raise Conflict("no_manager", message)
    if needs_reason(product.stage, stage) and not reason.strip():
        raise Invalid(_("This move takes a reason."), field="reason", code="required")
    if day < product.stage_since:
        message = _("It entered its present stage on %(day)s: choose a later day.")
        raise Invalid(message % {"day": product.stage_since.isoformat()}, field="on", code="order")
    if day > day_of(product.organisation):
        raise Invalid(_("This day is still to come."), field="on", code="future")
