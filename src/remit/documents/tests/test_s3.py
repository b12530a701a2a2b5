"""The store in a bucket; needs obstore and an S3-compatible server at REMIT_TEST_S3, with the bucket "remit-test"."""

import hashlib
import io
import os

import pytest

from remit.documents.storage import ContentStore

LARGE = os.urandom(12 * 1024 * 1024)


def named(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def bucket() -> ContentStore:
    endpoint = os.environ.get("REMIT_TEST_S3", "")
    if not endpoint:
        pytest.skip("needs REMIT_TEST_S3")
    from remit.documents.s3 import S3Store  # noqa: PLC0415 - needs a library that is optional

    keys = {"access_key_id": "test", "secret_access_key": "test", "region": "us-east-1"}
    return S3Store("remit-test", "papers", {"endpoint": endpoint, **keys})


@pytest.mark.parametrize("content", [b"", b"what holds", LARGE], ids=["empty", "small", "in parts"])
def test_what_is_put_comes_back_byte_by_byte(bucket: ContentStore, content: bytes) -> None:
    source = io.BytesIO(content)
    source.read()
    bucket.put(source, named(content))
    with bucket.open(named(content)) as file:
        assert file.read(4) + file.read() == content
    assert named(content) in {each for each, _at in bucket.kept()}
    bucket.remove(named(content))
    bucket.remove(named(content))
    with pytest.raises(FileNotFoundError):
        bucket.open(named(content))


def test_nothing_but_a_hash_becomes_a_key(bucket: ContentStore) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        bucket.open("../other")


def test_it_says_where_it_lies(bucket: ContentStore) -> None:
    assert bucket.where == "s3://remit-test/papers"
