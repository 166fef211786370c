"""Whether anything has changed since that a park's figures rest on (migration 0081)."""

from parkcarbon_platform.storage.database import Connection


def word(connection: Connection) -> str:
    """A word for the state of the transaction's park: another one after each change.

    Asked for before what it shall stand for is read: what changes in between has another word already.
    """
    row = connection.execute("SELECT core.changes()").fetchone()
    assert row is not None
    return str(row[0])
