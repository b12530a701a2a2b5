"""What the environment sets of documents."""

import pytest

from remit.documents.inspection import KINDS
from remit.web.settings.documents import ENDINGS, kinds_from, megabytes


def test_the_settings_know_the_kinds_that_there_are() -> None:
    assert set(ENDINGS) == set(KINDS)
    assert kinds_from(" .PDF, docx ") == ("pdf", "docx")
    with pytest.raises(ValueError, match="exe is none of"):
        kinds_from("pdf,exe")
    assert megabytes({"X": "3"}, "X", 1) == 3 * 1024 * 1024
    with pytest.raises(ValueError, match="whole number"):
        megabytes({"X": "-1"}, "X", 1)
