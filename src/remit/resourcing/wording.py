"""What people read where the record names a field or an operation of what projects share."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "pieces": _("pieces"),
    "minutes_per_week": _("minutes a week"),
    "pool_id": _("from the pool"),
    "count": _("how many"),
    "what_for": _("what for"),
    "allocations": _("given"),
    "last_on": _("last day"),
    "pool": _("from the pool"),
    "periods": _("hours by periods"),
    "amount": _("amount"),
    "delivery": _("delivery"),
}

OPERATIONS = {
    "resourcing.add_pool_entry": _("added it to the pool"),
    "resourcing.change_pool_entry": _("changed the entry of the pool"),
    "resourcing.close_pool_entry": _("took it out of the pool"),
    "resourcing.reopen_pool_entry": _("opened the entry of the pool again"),
    "resourcing.add_delivery": _("stated a delivery"),
    "resourcing.remove_delivery": _("took a delivery back"),
    "resourcing.ask_for_resources": _("asked for resources"),
    "resourcing.withdraw_request": _("withdrew the request"),
    "resourcing.approve_request": _("approved the request"),
    "resourcing.propose_terms": _("proposed other terms"),
    "resourcing.refuse_request": _("refused the request"),
    "resourcing.accept_terms": _("accepted the terms"),
    "resourcing.decline_terms": _("declined the terms"),
    "resourcing.release_allocation": _("released what was given"),
    "resourcing.end_allocation": _("what was given ended"),
}
