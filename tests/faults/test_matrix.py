"""Every fault under load, on real servers and processes: all that was produced is stored, once, as it was.

At one moment no two sources show the same value, so that a value under another's name is seen.
"""

import resource
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from parkcarbon_edge.spool import Spool

from tests.faults.world import PAST_POINTS, World, wait_for
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900), pytest.mark.xdist_group("faults")]

Report = Callable[[dict[str, object]], None]
DAY_S, HOUR_MS = 86_400.0, 3_600_000
OLD_WORK = "SELECT count(*) FROM core.invalidation WHERE created_at < now() - interval '20 s'"


def now_ms() -> int:
    return round(time.time() * 1000)


def kills(name: str) -> Callable[[World], None]:
    def strike(world: World) -> None:
        for _ in range(2):
            world.processes.restart_after_kill(name)
            wait_for(3)

    return strike


def platform_down(world: World) -> None:
    world.processes.kill("ingest")
    wait_for(8)
    world.processes.start("ingest")


def database_restarts(world: World) -> None:
    world.stack.stop_one(world.stack.postgres)
    world.stack.start_one(world.stack.postgres)


def source_restarts(world: World) -> None:
    world.processes.running["plant"].send_signal(signal.SIGUSR1)
    wait_until(lambda: not connector_is_well(world), "the edge to miss the server")
    wait_until(lambda: connector_is_well(world), "the edge to be back at the server")


def connector_is_well(world: World) -> bool:
    return bool(world.edge_says().get("connectors", {}).get("opcua-1", {}).get("ok"))


def reset(world: World) -> None:
    for proxy in (world.source, world.proxy):
        proxy.set_cut(True)
    wait_for(5)
    for proxy in (world.source, world.proxy):
        proxy.set_cut(False)


def blackhole(world: World) -> None:
    """Nothing comes and nobody says so; then the connections turn out to be dead."""
    for proxy in (world.source, world.proxy):
        proxy.freeze(True)
    wait_for(14)
    for proxy in (world.source, world.proxy):
        proxy.set_cut(True)
        proxy.freeze(False)
        proxy.set_cut(False)


def slow(world: World) -> None:
    world.source.delay_s = world.proxy.delay_s = 0.6
    wait_for(10)
    world.source.delay_s = world.proxy.delay_s = 0.0


@contextmanager
def refused_because(world: World, why: str) -> Iterator[None]:
    """The edge has to come again, and says in words what is wrong."""
    world.proxy.set_cut(True)
    world.proxy.set_cut(False)
    wait_until(lambda: why in str(world.edge_says().get("uplink_error")), f"the edge to say: {why}", 120)
    yield
    wait_until(
        lambda: world.edge_says().get("online") and not world.edge_says()["uplink_error"], "log-in", 120
    )


def certificate_expired(world: World) -> None:
    world.proxy.show(world.folder / "expired.pem")
    with refused_because(world, "expired"):
        world.proxy.show(world.folder / "valid.pem")


def wrong_password(world: World) -> None:
    world.let_edge_in("another-password")
    with refused_because(world, "check username and password_file"):
        world.let_edge_in(world.password)


def disk_full(world: World) -> None:
    """No file of the edge may grow: what a full disk, or a quota, does."""
    pid = world.processes.running["edge"].pid
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    wait_until(lambda: spool_is_refused(world), "the edge to say that its spool refuses", 120)
    wait_for(5)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def spool_is_refused(world: World) -> bool:
    """As the edge says on the uplink: its status file cannot be written."""
    said = "jsonb_path_exists(state, '$.connectors.spool ? (@.ok == false)')"
    return world.one(f"SELECT count(*) FROM core.edge WHERE {said}") == 1


def clock_steps(world: World) -> None:
    for wrong_by_s in (DAY_S, -DAY_S):
        world.set_clock(wrong_by_s)
        wait_for(4)
        world.proxy.set_cut(True)
        world.source.set_cut(True)
        world.proxy.set_cut(False)
        world.source.set_cut(False)
        wait_for(4)
    world.set_clock(0)


def spool_damaged(world: World) -> None:
    """While the platform is away, a part of the file becomes something else."""
    world.proxy.set_cut(True)
    wait_for(8)
    world.processes.kill("edge")
    with closing(sqlite3.connect(world.spool)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = world.spool.stat().st_size
    with world.spool.open("r+b") as file:
        file.seek(size // 3 // 4096 * 4096)
        file.write(b"\xa5" * (size // 3))
    world.processes.start("edge")
    world.proxy.set_cut(False)
    said = "jsonb_path_exists(state, '$.connectors.spool ? (@.error like_regex \"set aside\")')"
    wait_until(
        lambda: world.one(f"SELECT count(*) FROM core.edge WHERE {said}") == 1,
        "the edge to say that a spool was set aside", 120,
    )  # fmt: skip
    world.processes.restart_after_kill("edge")  # no crash loop: it starts again on the new one


FAULTS: dict[str, Callable[[World], None]] = {
    "edge killed": kills("edge"),
    "ingest killed": kills("ingest"),
    "worker killed": kills("worker"),
    "broker killed": lambda world: world.kill_server(world.stack.mosquitto),
    "database killed": lambda world: world.kill_server(world.stack.postgres),
    "cache killed": lambda world: world.kill_server(world.stack.valkey),
    "platform down": platform_down,
    "database restarted": database_restarts,
    "OPC UA server restarted": source_restarts,
    "connections reset": reset,
    "blackhole": blackhole,
    "slow lines": slow,
    "certificate expired": certificate_expired,
    "wrong password": wrong_password,
    "disk full": disk_full,
    "clock ±1 day": clock_steps,
    "spool damaged": spool_damaged,
}
# Meters that only speak once are lost with the part of the file that held them; a marker says so.
MAY_BE_MARKED = {"spool damaged"}


def compare(
    world: World, fault: str, produced: dict[tuple[str, int], float], span: tuple[int, int], began: float
) -> dict[str, object]:
    """A row of the table: what became of what was produced."""
    rows = world.stored(*span)
    stored = {(point, at): value for point, at, value in rows}
    # Anything stored that this source did not show then: another's value, or nobody's.
    strange = [key for key, value in stored.items() if produced.get(key) != value]
    lost = [key for key in produced if key not in stored]
    markers = world.markers()
    marked = [key for key in lost if any(start <= key[1] <= end for start, end in markers)]
    return {
        "fault": fault, "produced": len(produced), "stored": len(stored), "lost": len(lost) - len(marked),
        "marked": len(marked), "duplicated": len(rows) - len(stored), "misattributed": len(strange),
        "seconds": round(time.monotonic() - began),
    }  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_lost_and_nothing_is_twice(world: World, fault: str, report: Report) -> None:
    start, began = now_ms(), time.monotonic()
    wait_for(2)
    FAULTS[fault](world)
    wait_for(3)
    span = (start, now_ms() - 1000)
    wait_until(lambda: world.produced_until() > span[1], "the plant's log", timeout_s=150, every_s=0.5)
    produced = world.produced(*span)
    assert len(produced) > 100
    wait_for_all(world, produced, span, may_be_marked=fault in MAY_BE_MARKED)
    row = compare(world, fault, produced, span, began)
    report(row)
    assert (row["lost"], row["duplicated"], row["misattributed"]) == (0, 0, 0)
    assert row["marked"] == 0 or fault in MAY_BE_MARKED
    assert world.one("SELECT count(*) FROM core.reading_revision") == 0
    assert world.one("SELECT count(*) FROM core.quarantine") == 0
    assert world.one("SELECT sum(missing) FROM core.spool_cursor") == 0


def wait_for_all(
    world: World, produced: dict[tuple[str, int], float], span: tuple[int, int], *, may_be_marked: bool
) -> None:
    def complete() -> bool:
        stored = {(point, at) for point, at, _ in world.stored(*span)}
        lost = [at for point, at in produced if (point, at) not in stored]
        markers = world.markers() if lost and may_be_marked else []
        if may_be_marked and any(p.startswith("reg") and (p, at) not in stored for p, at in produced):
            return False  # the OPC UA server has a history, from which the edge fills what its file lost
        return all(any(start <= at <= end for start, end in markers) for at in lost)

    wait_until(complete, "everything produced to be stored", timeout_s=180, every_s=0.5)


def test_six_hours_offline_drain_in_order(world: World, report: Report) -> None:
    """The spool as six hours without the platform leave it: 216,000 readings."""
    began = time.monotonic()
    world.processes.kill("edge", signal.SIGTERM)
    end = now_ms() - HOUR_MS
    times = range(end - 6 * HOUR_MS, end, 2000)
    produced = {
        (p, at): float(at // 1000 % 100_000 + i / 64) for at in times for i, p in enumerate(PAST_POINTS)
    }
    readings = [(point, at, value, 0) for (point, at), value in produced.items()]
    with closing(Spool(world.spool, 10**9)) as spool:
        for first in range(0, len(readings), 400):
            spool.append(readings[first : first + 400])
    world.processes.start("edge")
    span = (times[0], end)
    wait_for_all(world, produced, span, may_be_marked=False)
    row = compare(world, "six hours offline", produced, span, began)
    report(row)
    assert (row["lost"], row["marked"], row["duplicated"], row["misattributed"]) == (0, 0, 0, 0)


def test_intervals_hold_exactly_what_the_registers_advanced(world: World) -> None:
    """The last of this world: the plant ends, and with its last reading settled the sums agree."""
    world.processes.kill("plant", signal.SIGTERM)
    wait_until(
        lambda: world.one("SELECT count(*) FROM core.invalidation") == 0, "all work done", 120, every_s=1
    )
    assert world.one(OLD_WORK) == 0
    assert world.one("SELECT count(*) FROM core.job WHERE state = 'dead'") == 0
    # Registers are kWh with two decimals, intervals Wh: the sum of all intervals is the sum of all advances.
    advanced = world.one(
        "SELECT sum(round((last - first) * 1000)) FROM (SELECT max(value)::numeric AS last,"
        " min(value)::numeric AS first FROM series.reading r JOIN core.point p ON p.id = r.point_id"
        " WHERE p.kind = 'register' GROUP BY point_id) AS registers"
    )
    assert (
        world.one(
            "SELECT sum(i.quantity) FROM series.interval i JOIN core.point p ON p.id = i.point_id"
            " WHERE p.kind = 'register'"
        )
        == advanced
    )
