"""The audit log: whole, in order, append-only, without secrets, and nothing of what was rolled back."""

import dataclasses
import hashlib
import itertools
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta, timezone

import psycopg
import pytest
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services.access import audit, identity
from parkcarbon_platform.services.access.audit import Trail
from parkcarbon_platform.storage import audit as storage
from parkcarbon_platform.storage.database import Database as Pools
from psycopg.errors import InsufficientPrivilege

from tests.support import delivery
from tests.support import park as parks
from tests.support.stack import Database

PASSWORD = "a fairly long pass phrase"
MACHINES = {
    "audit_event", "audit_head", "batch", "spool_cursor", "gap_marker", "invalidation", "finding",
    "health_check",
}  # fmt: skip


@pytest.fixture(scope="module")
def database(new_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[Database]:
    with new_database() as made:
        yield made


@pytest.fixture
def park(database: Database) -> int:
    """A park of the test's own."""
    code = f"park-{len(delivery.rows(database, 'SELECT id FROM core.park'))}"
    return delivery.apply(database, parks.park_file(["works-energy"], ["works-power"], park=code))


@pytest.fixture
def pools(database: Database) -> Iterator[Pools]:
    with delivery.pools(database) as opened:
        yield opened


def trail(actor: str = "somebody") -> Trail:
    return Trail(
        "user", actor, "192.0.2.7", "trace", action=lambda: "meters_rename", object=lambda: "point x"
    )


def rename(pools: Pools, park: int, name: str, *, actor: str = "somebody") -> None:
    with audit.acting(trail(actor)), pools.tenant(park) as connection:
        connection.execute("UPDATE core.point SET name_en = %s WHERE code = 'works-energy'", (name,))


def events(pools: Pools, chain: int) -> list[audit.AuditRow]:
    with pools.tenant(chain) as connection:
        return list(storage.in_order(connection, chain))


def verified(pools: Pools, chain: int, known: tuple[int, str] | None = None) -> audit.Verified:
    with pools.tenant(chain) as connection:
        return audit.verify(connection, chain, known=known)


def fail(pools: Pools, park: int) -> None:
    with audit.acting(trail()), pools.tenant(park) as connection:
        connection.execute("UPDATE core.point SET name_en = 'Gone'")
        raise ZeroDivisionError


def test_an_event_says_who_from_where_what_before_and_after(pools: Pools, park: int) -> None:
    rename(pools, park, "New name")
    (event,) = events(pools, park)
    assert (event.number, event.kind, event.actor, event.address) == (1, "user", "somebody", "192.0.2.7")
    assert (event.action, event.object, event.outcome) == ("meters_rename", "point x", "done")
    (change,) = json.loads(event.changes)
    assert change["table"] == "point"
    assert change["row"]["code"] == "works-energy"
    assert change["after"] == {"name_en": "New name"}
    assert list(change["before"]) == ["name_en"]
    assert datetime.now(UTC) - event.time < timedelta(hours=1)


def test_the_chain_is_what_anybody_can_compute(pools: Pools, park: int) -> None:
    """The rule of docs/security.md, written down once more without our code."""
    for n in range(3):
        rename(pools, park, f"Name {n}")
    former = bytes(32)
    for e in events(pools, park):
        time = e.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
        columns = [e.park_id, e.number, e.enterprise_id, time, e.kind, e.actor, e.address, e.action, e.object,
                   e.outcome, e.changes, e.changed, e.trace]  # fmt: skip
        told = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
        former = hashlib.sha256(former + told.encode()).digest()
        assert bytes(e.hash) == former
    found = verified(pools, park)
    assert (found.events, found.hash, found.broken_at) == (3, former, None)


def test_who_does_nothing_and_what_is_rolled_back_leaves_no_event(pools: Pools, park: int) -> None:
    rename(pools, park, "Here")
    rename(pools, park, "Here")  # as it is already
    with audit.acting(trail()), pools.tenant(park) as connection:
        connection.execute("SELECT * FROM core.point").fetchall()
        with connection.transaction(force_rollback=True):
            connection.execute("UPDATE core.point SET name_en = 'Gone'")
    with pytest.raises(ZeroDivisionError):
        fail(pools, park)
    with pools.tenant(park) as connection:  # a machine
        connection.execute("UPDATE core.point SET name_en = 'Machine'")
    assert [e.number for e in events(pools, park)] == [1]


def test_many_rows_are_counted_and_some_listed(pools: Pools, park: int) -> None:
    add = """INSERT INTO core.enterprise (park_id, code, name_zh, name_en)
             SELECT %s, 'e-' || n, repeat('长', 3000), 'x' FROM generate_series(1, 500) n"""
    with audit.acting(trail()), pools.tenant(park) as connection:
        connection.execute(add, (park,))
    (event,) = events(pools, park)
    assert event.changed == 500
    assert 0 < len(json.loads(event.changes)) <= 200
    assert len(event.changes) < 600_000


def test_concurrent_writers_make_one_chain(pools: Pools, database: Database, park: int) -> None:
    writers, each = 6, 8
    start = threading.Barrier(writers)
    failures: list[Exception] = []

    def write(number: int) -> None:
        start.wait()
        try:
            with delivery.pools(database) as own:
                for n in range(each):
                    rename(own, park, f"{number}-{n}", actor=f"writer-{number}")
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    found = verified(pools, park)
    assert (found.events, found.broken_at) == (writers * each, None)
    changes = [json.loads(e.changes)[0] for e in events(pools, park)]
    # Each saw what the one before it wrote: the order of the log is the order of the changes.
    assert all(former["after"] == latter["before"] for former, latter in itertools.pairwise(changes))


TAMPERED = {
    "actor": "somebody else", "address": "198.51.100.1", "action": "y", "object": "y", "outcome": "forbidden",
    "kind": "command", "changes": "[]", "changed": 7, "trace": "y", "hash": b"x" * 32,
    "time": datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=8))),
}  # fmt: skip


def test_every_column_is_sealed(pools: Pools, park: int) -> None:
    rename(pools, park, "One")
    (event,) = events(pools, park)
    fields = {f.name for f in dataclasses.fields(event)} - {"hash"}
    numbers = {"park_id": 77, "number": 77, "enterprise_id": 77}
    assert fields == set(TAMPERED) - {"hash"} | set(numbers)
    for name, value in ({**TAMPERED, **numbers}).items():
        if name != "hash":
            changed = dataclasses.replace(event, **{name: value})
            assert storage.chained(bytes(32), changed) != bytes(event.hash), name


@pytest.mark.parametrize("column", TAMPERED)
def test_a_change_by_the_owner_is_found(pools: Pools, database: Database, park: int, column: str) -> None:
    for n in range(4):
        rename(pools, park, f"Name {n}")
    with psycopg.connect(database.owner_url) as owner:
        sql = f"UPDATE core.audit_event SET {column} = %s WHERE park_id = %s AND number = 3"
        assert owner.execute(sql, (TAMPERED[column], park)).rowcount == 1
    found = verified(pools, park)
    assert (found.events, found.broken_at) == (2, 3)
    assert "changed" in found.reason


def test_missing_events_are_found(pools: Pools, database: Database, park: int) -> None:
    for n in range(4):
        rename(pools, park, f"Name {n}")
    noted = verified(pools, park)
    known = (noted.events, noted.hash.hex())
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("DELETE FROM core.audit_event WHERE park_id = %s AND number = 4", (park,))
        owner.commit()
        assert verified(pools, park).reason == "the last events are missing"
        last = events(pools, park)[-1]
        # Whoever moves the head back, too, is found by the hash that somebody noted down.
        owner.execute(
            "UPDATE core.audit_head SET number = 3, hash = %s WHERE park_id = %s", (last.hash, park)
        )
        owner.commit()
        assert verified(pools, park).broken_at is None
        assert "noted down, is missing" in verified(pools, park, known).reason
        rename(pools, park, "Written over")
        assert "not the one noted down" in verified(pools, park, known).reason
        owner.execute("DELETE FROM core.audit_event WHERE park_id = %s AND number = 2", (park,))
    assert verified(pools, park).broken_at == 2


def test_the_application_may_only_append(pools: Pools, park: int) -> None:
    rename(pools, park, "One")
    for statement in (
        "UPDATE core.audit_event SET actor = 'x'",
        "DELETE FROM core.audit_event",
        "TRUNCATE core.audit_event",
        "DELETE FROM core.audit_head",
    ):
        with pytest.raises(InsufficientPrivilege), pools.tenant(park) as connection:
            connection.execute(statement)
        with pytest.raises(InsufficientPrivilege), pools.directory.connection() as connection:
            connection.execute(statement.replace("core.", "identity."))
    with pytest.raises(InsufficientPrivilege), pools.directory.connection() as connection:
        connection.execute("SELECT * FROM core.audit_event")


def test_people_are_in_the_log_without_their_secrets(pools: Pools, database: Database, park: int) -> None:
    (code,) = delivery.rows(database, "SELECT code FROM core.park WHERE id = %s", park)[0]
    login = f"person-{park}"
    with audit.acting(trail("boss")), pools.directory.connection() as connection:
        identity.create_user(connection, login, PASSWORD, name="Person")
        begun = identity.log_in(connection, login, PASSWORD, key="k" * 32, now=datetime.now(UTC))
    with audit.acting(trail("boss")), pools.directory.connection() as connection:
        identity.let_in(connection, login, code, "operator")
    assert begun is not None
    (told,) = events(pools, park)  # who may enter the park is the park's to know
    assert json.loads(told.changes)[0]["after"]["role"] == "operator"
    with pools.directory.connection() as connection:
        own = list(storage.in_order(connection, audit.PLATFORM))
        (stored,) = connection.execute(
            "SELECT password_hash FROM identity.app_user WHERE login = %s", (login,)
        ).fetchone() or ("",)
        assert audit.verify(connection, audit.PLATFORM).broken_at is None
    text = "".join(e.changes for e in own)
    assert login in text
    for secret in (PASSWORD, stored, begun.token, begun.session.csrf):
        assert secret not in text


def test_every_table_is_watched_but_those_of_machines(database: Database) -> None:
    bare = delivery.rows(
        database,
        """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('core', 'identity') AND c.relkind IN ('r', 'p')
          AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid
                          AND t.tgname IN ('audit', 'audit_begin'))""",
    )
    assert {name for (name,) in bare} == MACHINES


@pytest.mark.parametrize("text", ["", "3", "3:abc", f"x:{'0' * 64}"])
def test_a_note_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidError):
        audit.noted(text)
