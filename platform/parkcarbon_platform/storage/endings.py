"""Points computed from others that have ended: from when on they have no quarter hours."""

from datetime import datetime

from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection


def ended(connection: Connection) -> dict[int, int]:
    """When [ms] each computed point ended that has."""
    rows = connection.execute(
        """SELECT id, (formula->'ended'->>'at')::bigint FROM core.point
        WHERE kind = 'virtual' AND formula ? 'ended'"""
    )
    return {row[0]: row[1] for row in rows}


def end(connection: Connection, point_id: int, at: int, *, author: str, reason: str, now: datetime) -> None:
    """It ends at a time [ms]; who said so and why stays with its formula."""
    said = {"at": at, "author": author, "reason": reason, "said_at": round(now.timestamp() * 1000)}
    connection.execute(
        "UPDATE core.point SET formula = formula || %s WHERE id = %s", (Jsonb({"ended": said}), point_id)
    )


def users(connection: Connection, point_id: int, time: datetime) -> list[str]:
    """The codes of what still takes a point in at a time: points, sources, shared meters."""
    rows = connection.execute(
        """SELECT p.code FROM core.point_input i JOIN core.point p ON p.id = i.point_id
           WHERE i.input_id = %(point)s AND i.role IN ('formula', 'check')
             AND NOT coalesce(p.formula ? 'ended', false)
           UNION SELECT s.code FROM core.source_term t JOIN core.emission_source s ON s.id = t.source_id
           WHERE t.point_id = %(point)s
           UNION SELECT p.code FROM core.allocation a JOIN core.point p ON p.id = a.point_id
           LEFT JOIN core.allocation_share s ON s.allocation_id = a.id
           WHERE %(point)s IN (a.point_id, s.submeter_id) AND (a.valid_to IS NULL OR a.valid_to > %(time)s)
           ORDER BY 1""",
        {"point": point_id, "time": time},
    )
    return [row[0] for row in rows]
