"""What people read where the record names a field or an operation of what projects share."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "pieces": _("pieces"),
    "minutes_per_week": _("minutes a week"),
    "pool_id": _("from the pool"),
}

OPERATIONS = {
    "resourcing.add_pool_entry": _("added it to the pool"),
    "resourcing.change_pool_entry": _("changed the entry of the pool"),
    "resourcing.close_pool_entry": _("took it out of the pool"),
    "resourcing.reopen_pool_entry": _("opened the entry of the pool again"),
}
