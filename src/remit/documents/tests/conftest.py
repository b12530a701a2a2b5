"""Documents lie in a folder of their own for each test."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from remit.documents import storage


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path) -> Iterator[storage.DiskStore]:
    """Let contents lie in a folder that goes with the test."""
    kept = storage.DiskStore(tmp_path / "documents", tmp_path / "incoming")
    with patch.object(storage, "disk_store", return_value=kept):
        yield kept
