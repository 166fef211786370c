"""Rows of edges that `control` looks after: sealed, forgotten when old, given up where unreadable."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from parkcarbon_platform.control.shell import Clerk
from parkcarbon_platform.ingest.inlet import Connected
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.access.vault import Vault
from parkcarbon_platform.services.connecting import edge_commands, edge_config
from parkcarbon_platform.storage.database import open_pool

from tests.support import park as parks
from tests.support.delivery import apply, pools, rows
from tests.support.stack import Database

WHO = Actor("operator")
KEY, OTHER = "k" * 32, "o" * 32
SECTION = {"type": "mqtt", "name": "m", "password_secret": "meters", "point": [{"key": "aa"}]}


class Line:
    """The broker's side: what is published."""

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []

    def publish(self, _topic: str, payload: bytes, **_: object) -> int:
        self.said.append(json.loads(payload))
        return len(self.said)


class World:
    """An edge in the database, and the clerk that looks at it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.park_id = apply(database, parks.park_file(["aa"]))
        self.pool = open_pool(database.ingest_url, "control", size=1, timeout_s=30)

    def save(self, based_on: int, vault: Vault, **secrets: str) -> None:
        with pools(self.database) as opened, opened.tenant(self.park_id) as connection:
            wanted = edge_config.Wanted(based_on, [SECTION], secrets)
            edge_config.save(connection, WHO, parks.EDGE, wanted, vault)

    def clerk(self, vault: Vault) -> tuple[Clerk, Line]:
        line: Any = Line()
        clerk = Clerk(self.pool, line, 16, vault)
        clerk.feed(Connected(1))
        clerk.look()
        return clerk, line

    def change(self, statement: str) -> None:
        with psycopg.connect(self.database.owner_url, autocommit=True) as owner:
            owner.execute(statement)

    def kept(self) -> str:
        return str(rows(self.database, "SELECT secrets::text FROM core.edge_config ORDER BY version"))

    def versions(self) -> list[int]:
        return [v for (v,) in rows(self.database, "SELECT version FROM core.edge_config ORDER BY version")]


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    made = World(database)
    yield made
    made.pool.close()


def test_secrets_lie_sealed_and_reach_the_edge(world: World) -> None:
    vault = Vault(KEY)
    world.save(0, vault, meters="hush")
    with pools(world.database) as opened, opened.tenant(world.park_id) as connection:
        args = {"connection": {}, "secrets": {"meters": "whisper"}}
        edge_commands.ask(connection, WHO, parks.EDGE, "test", args, vault=vault)
    assert "hush" not in world.kept()
    assert "whisper" not in str(rows(world.database, "SELECT args::text FROM core.edge_command"))
    _, line = world.clerk(vault)
    assert [said.get("secrets") or said["args"]["secrets"] for said in line.said] == [
        {"meters": "hush"}, {"meters": "whisper"},
    ]  # fmt: skip
    world.save(1, vault)  # without the text again: it stays
    _, line = world.clerk(vault)
    assert line.said[0]["secrets"] == {"meters": "hush"}


def test_what_lay_open_is_sealed_and_so_is_what_a_former_key_sealed(world: World) -> None:
    world.save(0, Vault(KEY), meters="hush")
    world.change("""UPDATE core.edge_config SET secrets = '{"meters": "open"}'""")
    world.clerk(Vault(KEY))
    assert "open" not in world.kept()
    before = world.kept()
    world.clerk(Vault(OTHER, [KEY]))
    assert world.kept() != before
    world.change("UPDATE core.edge_config SET published_at = NULL")
    _, line = world.clerk(Vault(OTHER))
    assert line.said[0]["secrets"] == {"meters": "open"}


def test_what_cannot_be_opened_is_given_up_in_words(world: World) -> None:
    vault = Vault(KEY)
    world.save(0, vault, meters="hush")
    with pools(world.database) as opened, opened.tenant(world.park_id) as connection:
        args = {"secrets": {"meters": "whisper"}}
        command = edge_commands.ask(connection, WHO, parks.EDGE, "test", args, vault=vault)
    _, line = world.clerk(Vault(OTHER))
    assert line.said == []
    with pools(world.database) as opened, opened.tenant(world.park_id) as connection:
        answer = edge_commands.find(connection, parks.EDGE, command)
    assert answer.state == "failed"
    assert answer.row.reply is not None
    assert answer.row.reply["error"]["code"] == "secret_unreadable"
    (error,) = rows(world.database, "SELECT error FROM core.edge_config")[0]
    assert "PARKCARBON_SECRET_KEY" in error


def test_what_is_old_goes_and_the_newest_stays(world: World) -> None:
    vault = Vault(KEY)
    for version in range(30):
        world.save(version, vault, meters=f"hush-{version}")
    world.change("UPDATE core.edge_config SET acknowledged_at = now() WHERE version = 4")
    world.clerk(vault)
    assert world.versions() == list(range(1, 31))
    # Only the newest is ever told: of the others the names are kept.
    names = rows(world.database, "SELECT count(*) FROM core.edge_config WHERE secrets = '{\"meters\": null}'")
    assert names == [(29,)]
    world.change("UPDATE core.edge_config SET created_at = now() - interval '401 days'")
    with pools(world.database) as opened, opened.tenant(world.park_id) as connection:
        for _ in range(25):
            edge_commands.ask(connection, WHO, parks.EDGE, "diagnose", {}, vault=vault)
        edge_commands.ask(connection, WHO, parks.EDGE, "test", {"secrets": {"a": "b"}}, vault=vault)
    world.change(
        "UPDATE core.edge_command SET created_at = created_at - interval '31 days', expires_at = now()"
    )
    world.clerk(vault)
    assert world.versions() == [4, *range(11, 31)]
    assert rows(world.database, "SELECT count(*), bool_or(args ? 'secrets') FROM core.edge_command") == [
        (20, False)
    ]
