"""The doors are tested through the whole bot, in the journeys' towns."""

from tests.journeys.conftest import content, either, every_language, pg_stocked, shared, stocked, town  # noqa: F401
