"""Draft."""

from contextlib import contextmanager
from collections.abc import Iterator


@contextmanager
def without(article: str) -> Iterator[None]:
    yield
