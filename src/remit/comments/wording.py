"""What people read where the record names a field or an operation of comments."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "about": _("about"),
    "length": _("length of the text"),
    "seen": _("seen"),
}

OPERATIONS = {
    "comments.write_comment": _("wrote a comment"),
    "comments.change_comment": _("changed a comment"),
    "comments.withdraw_comment": _("withdrew a comment"),
    "comments.settle_comment": _("settled or reopened a comment"),
    "comments.see_mention": _("saw where they are mentioned"),
}
