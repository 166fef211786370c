"""A park as its file has it: rows by codes instead of ids."""

from dataclasses import dataclass

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class ParkRow:
    """The park itself."""

    code: str
    name_zh: str
    name_en: str
    timezone: str
    grid_region: str
    latitude: float | None
    longitude: float | None
    type: str | None
    boundary: str | None
    scopes: list[int] | None
    ruleset: str | None
    gwp: str | None


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """An enterprise."""

    code: str
    name_zh: str
    name_en: str
    industry: str | None


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A place."""

    code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    parent: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """An edge that has not ended."""

    code: str
    name_zh: str
    name_en: str
    enterprise: str | None


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A meter."""

    code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    node: str | None
    serial: str | None


@dataclass(frozen=True, slots=True)
class BindingRow:
    """What a key of an edge stands for."""

    edge: str
    key: str
    point: str


def park(connection: Connection) -> ParkRow:
    """The park of the transaction."""
    row = (
        connection.cursor(row_factory=class_row(ParkRow))
        .execute(
            """SELECT code, name_zh, name_en, timezone, grid_region, latitude, longitude, type, boundary,
                 scopes, ruleset, gwp
               FROM core.park WHERE id = core.current_park()"""
        )
        .fetchone()
    )
    if row is None:
        raise LookupError("no park")
    return row


def enterprises(connection: Connection) -> list[EnterpriseRow]:
    """The enterprises, by code."""
    cursor = connection.cursor(row_factory=class_row(EnterpriseRow))
    return cursor.execute(
        "SELECT code, name_zh, name_en, industry FROM core.enterprise ORDER BY code"
    ).fetchall()


def nodes(connection: Connection) -> list[NodeRow]:
    """The places, by code."""
    cursor = connection.cursor(row_factory=class_row(NodeRow))
    return cursor.execute(
        """SELECT n.code, n.name_zh, n.name_en, e.code AS enterprise, p.code AS parent, n.kind
           FROM core.node n LEFT JOIN core.enterprise e ON e.id = n.enterprise_id
           LEFT JOIN core.node p ON p.id = n.parent_id ORDER BY n.code"""
    ).fetchall()


def edges(connection: Connection) -> list[EdgeRow]:
    """The edges that have not ended, by code."""
    cursor = connection.cursor(row_factory=class_row(EdgeRow))
    return cursor.execute(
        """SELECT g.code, g.name_zh, g.name_en, e.code AS enterprise FROM core.edge g
           LEFT JOIN core.enterprise e ON e.id = g.enterprise_id WHERE g.ended_at IS NULL ORDER BY g.code"""
    ).fetchall()


def edge_owners(connection: Connection) -> dict[str, str | None]:
    """The enterprise of every edge that there ever was."""
    rows = connection.execute(
        """SELECT g.code, e.code FROM core.edge g LEFT JOIN core.enterprise e ON e.id = g.enterprise_id"""
    )
    return dict(rows.fetchall())


def devices(connection: Connection) -> list[DeviceRow]:
    """The meters, by code."""
    cursor = connection.cursor(row_factory=class_row(DeviceRow))
    return cursor.execute(
        """SELECT d.code, d.name_zh, d.name_en, e.code AS enterprise, n.code AS node, d.serial
           FROM core.device d LEFT JOIN core.enterprise e ON e.id = d.enterprise_id
           LEFT JOIN core.node n ON n.id = d.node_id ORDER BY d.code"""
    ).fetchall()


def bindings(connection: Connection) -> list[BindingRow]:
    """What the keys of edges that have not ended stand for."""
    cursor = connection.cursor(row_factory=class_row(BindingRow))
    return cursor.execute(
        """SELECT g.code AS edge, b.key, p.code AS point FROM core.point_binding b
           JOIN core.edge g ON g.id = b.edge_id JOIN core.point p ON p.id = b.point_id
           WHERE g.ended_at IS NULL ORDER BY g.code, b.key"""
    ).fetchall()
