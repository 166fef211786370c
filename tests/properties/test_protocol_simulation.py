"""Collected = stored, once, whatever breaks: hundreds of seeded schedules of the real sender and receiver."""

import os

import pytest

from tests.properties.simulation import World

SEEDS = int(os.environ.get("PARKCARBON_SEEDS", "600"))
GROUP = 50


@pytest.mark.parametrize("first", range(0, SEEDS, GROUP))
def test_everything_collected_is_stored_once(first: int) -> None:
    for seed in range(first, min(first + GROUP, SEEDS)):
        try:
            World(seed).run()
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error


def test_the_schedules_are_eventful() -> None:
    worlds = [World(seed) for seed in range(40)]
    for world in worlds:
        world.run()
    assert sum(len(world.collected) for world in worlds) > 5_000
    assert any(world.store.gaps for world in worlds), "no spool was ever full"
    assert any(cursor.missing for world in worlds for cursor in world.store.cursors.values())
    assert any(world.ingest.life for world in worlds), "no ingest ever crashed"


def test_a_seed_is_a_schedule() -> None:
    one, two = World(7), World(7)
    one.run()
    two.run()
    assert one.collected == two.collected
    assert one.now == two.now
    assert one.store.batches == two.store.batches
