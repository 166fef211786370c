"""What `control` does now and then with configurations and commands: seal, forget, and give up."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from parkcarbon_platform.storage.database import Connection

# Kept at least, whatever their age: what the page shows of an edge.
NEWEST = 20
CONFIGS_KEPT_DAYS = 400
COMMANDS_KEPT_DAYS = 30


def reseal(connection: Connection, change: Callable[[int, Mapping[str, Any]], dict[str, Any] | None]) -> int:
    """Write the secrets of configurations anew where `change` (of edge id and secrets) gives others."""
    rows = connection.execute(
        """SELECT edge_id, version, secrets FROM core.edge_config WHERE secrets <> '{}'
        ORDER BY edge_id, version FOR UPDATE"""
    ).fetchall()
    changed = [(e, v, new) for e, v, old in rows if (new := change(e, old)) is not None]
    for edge_id, version, new in changed:
        connection.execute(
            "UPDATE core.edge_config SET secrets = %s::jsonb WHERE edge_id = %s AND version = %s",
            (json.dumps(new), edge_id, version),
        )
    return len(changed)


def prune(connection: Connection) -> None:
    """Delete what is old, and the secrets that nobody needs.

    Of each edge its own file, the newest versions and the newest in force stay, and the newest commands.
    """
    connection.execute(
        """DELETE FROM core.edge_config c WHERE version > 0
          AND created_at < now() - make_interval(days => %(days)s)
          AND version <= (SELECT max(version) - %(newest)s FROM core.edge_config WHERE edge_id = c.edge_id)
          AND version IS DISTINCT FROM (SELECT max(version) FROM core.edge_config
            WHERE edge_id = c.edge_id AND acknowledged_at IS NOT NULL)""",
        {"days": CONFIGS_KEPT_DAYS, "newest": NEWEST},
    )
    connection.execute(
        """UPDATE core.edge_config c SET secrets = (SELECT jsonb_object_agg(name, NULL::text)
            FROM jsonb_object_keys(c.secrets) AS name)
        WHERE EXISTS (SELECT FROM jsonb_each(c.secrets) WHERE value <> 'null')
          AND version < (SELECT max(version) FROM core.edge_config WHERE edge_id = c.edge_id)"""
    )
    connection.execute(
        "UPDATE core.edge_command SET args = args - 'secrets' WHERE expires_at < now() AND args ? 'secrets'"
    )
    connection.execute(
        """DELETE FROM core.edge_command c WHERE created_at < now() - make_interval(days => %(days)s)
          AND id NOT IN (SELECT id FROM core.edge_command WHERE edge_id = c.edge_id
            ORDER BY created_at DESC LIMIT %(newest)s)""",
        {"days": COMMANDS_KEPT_DAYS, "newest": NEWEST},
    )


def give_up_config(
    connection: Connection, edge_id: int, version: int, why: str, words: Mapping[str, Any]
) -> None:
    """The platform cannot publish this version."""
    connection.execute(
        """UPDATE core.edge_config SET published_at = now(), refused_at = now(), error = %s,
          words = %s::jsonb WHERE edge_id = %s AND version = %s""",
        (why, json.dumps(words), edge_id, version),
    )


def give_up_command(connection: Connection, command_id: str, error: Mapping[str, str]) -> None:
    """The platform cannot send this command."""
    connection.execute(
        """UPDATE core.edge_command SET sent_at = now(), replied_at = now(), args = args - 'secrets',
          reply = %s::jsonb WHERE id = %s""",
        (json.dumps({"v": 1, "id": command_id, "ok": False, "error": dict(error), "last": True}), command_id),
    )
