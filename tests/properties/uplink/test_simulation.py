"""Produced = stored once, or marked as missing, whatever breaks: schedules of the real two cores."""

import gc
import os
from collections import Counter
from pathlib import Path

import pytest

from tests.properties.uplink.mutations import all_parts
from tests.properties.uplink.spools import KEEP_ALL, Clock, FileSpool, SimulatedSpool
from tests.properties.uplink.world import PARTS, Parts, World

SEEDS = int(os.environ.get("PARKCARBON_SEEDS", "10000"))
GROUP = 500
FILE_SEEDS = 60
SEEDS_A_MUTATION = 400
SMALL_FILE_BYTES = 90_000
REPLAY = "pytest tests/properties/uplink --seed"


class Files:
    """Real spools, a folder each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened: list[FileSpool] = []

    def open(self, _name: str, bound: int, max_age_s: float, clock: Clock) -> SimulatedSpool:
        place = self.folder / str(len(self.opened))
        max_bytes = SMALL_FILE_BYTES if bound < KEEP_ALL else KEEP_ALL
        self.opened.append(FileSpool(place, max_bytes, max_age_s, clock))
        return self.opened[-1]

    def close(self) -> None:
        for spool in self.opened:
            spool.close()


def run(seed: int, parts: Parts = PARTS) -> World:
    world = World(seed, parts)
    try:
        world.run()
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {error} (again: {REPLAY} {seed})") from error
    return world


@pytest.mark.parametrize("first", range(0, SEEDS, GROUP))
def test_everything_produced_is_stored_once_or_marked(first: int, seed: int | None) -> None:
    if seed is not None:
        run(seed)
        return
    for number in range(first, min(first + GROUP, SEEDS)):
        run(number)
        if number % 50 == 0:
            gc.collect()


def test_the_schedules_are_eventful() -> None:
    outcomes: Counter[str] = Counter()
    disasters: Counter[str] = Counter()
    for world in map(run, range(150)):
        outcomes.update({outcome.name: n for outcome, n in world.store.counted.items()})
        outcomes["MARKERS"] += len(world.store.gaps)
        outcomes["TOO OLD"] += sum(reason == "too_old" for _, _, _, reason in world.store.gaps)
        outcomes["MISSING"] += sum(cursor.missing for cursor in world.store.cursors.values())
        outcomes["READINGS"] += len(world.store.readings)
        disasters.update(world.disasters)
    assert outcomes["READINGS"] > 4000
    for what in ("STORED", "DUPLICATE", "HOLE", "STRAGGLER", "MARKERS", "MISSING", "TOO OLD"):
        assert outcomes[what] > 20, what
    assert min(disasters.values()) > 20, disasters


def test_a_seed_is_a_schedule() -> None:
    one, two = run(7), run(7)
    assert one.now == two.now
    assert one.store.readings == two.store.readings
    assert one.store.order == two.store.order


@pytest.mark.parametrize("name", all_parts())
def test_a_mistake_in_the_protocol_is_noticed(name: str) -> None:
    """Each mutation breaks a law within a few hundred schedules."""
    parts = all_parts()[name]
    for number in range(SEEDS_A_MUTATION):
        try:
            World(number, parts).run()
        except AssertionError:
            return
    raise AssertionError(f"{name} broke no law in {SEEDS_A_MUTATION} schedules")


@pytest.mark.parametrize("first", range(0, FILE_SEEDS, 20))
def test_the_real_spool_keeps_the_same_laws(first: int, tmp_path: Path) -> None:
    """A full file, kill -9 with and without its log folded in, and damaged bytes, in real SQLite files."""
    for number in range(first, first + 20):
        files = Files(tmp_path / str(number))
        try:
            run(number, Parts(spool=files.open))
        finally:
            files.close()
