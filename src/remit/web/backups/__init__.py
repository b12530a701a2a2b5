"""Backups: one file with everything, made while Remit serves; restored only where all of it is proved."""

from remit.web.backups.making import Made, make_backup
from remit.web.backups.restoring import Restored, restore_backup

__all__ = ["Made", "Restored", "make_backup", "restore_backup"]
