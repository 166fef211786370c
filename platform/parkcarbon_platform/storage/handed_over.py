"""Which messages the broker handed over last, by its numbers in a session.

A number comes again after 65,535 others, or as soon as it is free, and what a standing meter says is then the
same under the same number. So only as much is remembered as can be on the way without an acknowledgement.
"""

from collections.abc import Mapping, Sequence

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.delivery import Delivery, Session

REMEMBERED = 1024  # the ingest allows 256 on the way; some brokers exceed it


def find(connection: Connection, session: Session | None, deliveries: Sequence[Delivery]) -> dict[int, bytes]:
    """What was taken under the numbers that come again; a session that is new has taken nothing."""
    if session is None:
        return {}
    if session.new:
        connection.execute("DELETE FROM core.handed_over WHERE client = %s", (session.client,))
        return {}
    again = [d.packet for d in deliveries if d.repeated and d.packet]
    if not again:
        return {}
    rows = connection.execute(
        "SELECT packet, message_sha256 FROM core.handed_over WHERE client = %s AND packet = ANY(%s)",
        (session.client, again),
    )
    return {packet: bytes(sha256) for packet, sha256 in rows}


def save(connection: Connection, session: Session | None, taken: Mapping[int, Delivery | None]) -> None:
    """Write down what the numbers stand for now."""
    if session is None or not taken:
        return
    kept = [delivery for delivery in taken.values() if delivery is not None]
    connection.execute(
        "DELETE FROM core.handed_over WHERE client = %s AND packet = ANY(%s)", (session.client, list(taken))
    )
    if not kept:
        return
    connection.execute(
        """INSERT INTO core.handed_over (client, packet, park_id, message_sha256)
        SELECT %s, * FROM unnest(%s::int[], %s::int[], %s::bytea[])""",
        (
            session.client, [d.packet for d in kept], [d.park_id for d in kept],
            [d.message_sha256 for d in kept],
        ),
    )  # fmt: skip
    connection.execute(
        """DELETE FROM core.handed_over WHERE client = %(client)s AND place <= (
          SELECT place FROM core.handed_over WHERE client = %(client)s
          ORDER BY place DESC OFFSET %(remembered)s LIMIT 1)""",
        {"client": session.client, "remembered": REMEMBERED},
    )
