"""The edge tests share a Bot API server and a store."""

from tests.workers.conftest import kept, playground  # noqa: F401
