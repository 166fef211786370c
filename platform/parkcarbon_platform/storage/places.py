"""What places are made of, and what their meters and sources came to, from sums by local day and month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection

Step = Literal["hour", "day", "week", "month"]
# The day of a bucket [local]; weeks begin on the first day that is asked for.
_BUCKETS = {
    "day": "day",
    "week": "(day - (day - %(first)s::date) %% 7)",
    "month": "greatest(date_trunc('month', day::timestamp)::date, %(first)s::date)",
}
# The points and sources that places are made of: no computed points, which would count their inputs twice.
_DELIVERS = "kind IN ('register', 'interval') OR integrated"
_COUNTS = "scope IN (1, 2)"


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A place."""

    id: int
    enterprise_id: int | None
    parent_id: int | None
    code: str
    name_zh: str
    name_en: str
    kind: str


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point that delivers amounts, and the place that its device is at."""

    id: int
    enterprise_id: int | None
    parent_id: int | None
    node_id: int | None
    code: str
    name_zh: str
    name_en: str
    carrier: str
    quantity: str
    unit: str
    direction: str
    kind: str


class PointSum(NamedTuple):
    """A point's intervals in a bucket [base unit]; `gross` amounts are added up without their signs."""

    point_id: int
    bucket: date | datetime
    quantity: int
    estimated: int
    covered_s: int
    gross: int
    gross_estimated: int


class SourceSum(NamedTuple):
    """A source's current hours in a bucket, by factor version; of scopes 1 and 2; `gross` as of points."""

    source_id: int
    bucket: date | datetime
    factor_version_id: int
    quantity: int
    estimated: int
    co2_mg: int
    gross: int
    gross_estimated: int


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source of scope 1 or 2."""

    id: int
    enterprise_id: int | None
    code: str
    name_zh: str
    name_en: str
    carrier: str
    category: str
    internal_transfer: bool
    gas: str


def nodes(connection: Connection) -> list[NodeRow]:
    """The places that the transaction sees, by code."""
    cursor = connection.cursor(row_factory=class_row(NodeRow))
    return cursor.execute(
        "SELECT id, enterprise_id, parent_id, code, name_zh, name_en, kind FROM core.node ORDER BY code"
    ).fetchall()


def points(connection: Connection) -> list[PointRow]:
    """The points whose readings become amounts that the transaction sees, by code."""
    cursor = connection.cursor(row_factory=class_row(PointRow))
    return cursor.execute(
        f"""SELECT p.id, p.enterprise_id, p.parent_id, d.node_id, p.code, p.name_zh, p.name_en, p.carrier,
             p.quantity, p.unit, p.direction, p.kind
           FROM core.point p LEFT JOIN core.device d ON d.id = p.device_id
           WHERE {_DELIVERS} ORDER BY p.code"""  # noqa: S608  # a constant
    ).fetchall()


def sources(connection: Connection) -> list[SourceRow]:
    """The sources of scope 1 and 2 that the transaction sees, by code."""
    cursor = connection.cursor(row_factory=class_row(SourceRow))
    return cursor.execute(
        f"""SELECT id, enterprise_id, code, name_zh, name_en, carrier, category, internal_transfer, gas
           FROM core.emission_source WHERE {_COUNTS} ORDER BY code"""  # noqa: S608  # a constant
    ).fetchall()


def beside_points(connection: Connection) -> list[int]:
    """The points that the transaction sees and `points` leaves out."""
    rows = connection.execute(
        f"SELECT id FROM core.point WHERE ({_DELIVERS}) IS NOT TRUE"  # noqa: S608  # a constant
    )
    return [row[0] for row in rows]


def beside_sources(connection: Connection) -> list[int]:
    """The sources that the transaction sees and `sources` leaves out."""
    rows = connection.execute(
        f"SELECT id FROM core.emission_source WHERE ({_COUNTS}) IS NOT TRUE"  # noqa: S608  # a constant
    )
    return [row[0] for row in rows]


class Among(NamedTuple):
    """These, which the database looks up one by one; or, read in one go, all but these."""

    ids: Sequence[int]
    are_left_out: bool = False

    def of(self, column: str) -> str:
        """The condition, of the parameter `ids`."""
        return f"{column} {'<> ALL' if self.are_left_out else '= ANY'}(%(ids)s)"


def point_sums(connection: Connection, among: Among, first: date, until: date, step: Step) -> list[PointSum]:
    """What points came to in the local days [first, until), by bucket."""
    where = "core.intervals_between(%(first)s, %(until)s)" if step == "month" else "core.interval_day"
    rows = connection.cursor(binary=True).execute(
        f"""SELECT point_id, {_BUCKETS[step]} AS bucket, sum(quantity)::bigint, sum(estimated)::bigint,
              sum(covered_s)::bigint, abs(sum(quantity))::bigint, abs(sum(estimated))::bigint
            FROM {where} WHERE day >= date_trunc('month', %(first)s::timestamp)::date AND day < %(until)s
              AND ({step == "month"} OR day >= %(first)s)
              AND {among.of("point_id")} GROUP BY 1, 2""",  # noqa: S608  # constants only
        {"first": first, "until": until, "ids": list(among.ids)},
    )
    return list(map(PointSum._make, rows.fetchall()))


def source_sums(
    connection: Connection, among: Among, first: date, until: date, step: Step
) -> list[SourceSum]:
    """What sources came to in the local days [first, until), by bucket."""
    where = "core.ledger_between(%(first)s, %(until)s)" if step == "month" else "core.ledger_day"
    rows = connection.cursor(binary=True).execute(
        f"""SELECT source_id, {_BUCKETS[step]} AS bucket, factor_version_id, sum(quantity)::bigint,
              sum(estimated)::bigint, sum(co2_mg)::bigint, abs(sum(quantity))::bigint,
              abs(sum(estimated))::bigint
            FROM {where} WHERE day >= date_trunc('month', %(first)s::timestamp)::date AND day < %(until)s
              AND ({step == "month"} OR day >= %(first)s)
              AND {among.of("source_id")} GROUP BY 1, 2, 3""",  # noqa: S608  # constants only
        {"first": first, "until": until, "ids": list(among.ids)},
    )
    return list(map(SourceSum._make, rows.fetchall()))


def point_totals(connection: Connection, among: Among, first: date, until: date) -> list[PointSum]:
    """What points came to in the local days [first, until): a row a point."""
    rows = connection.cursor(binary=True).execute(
        f"""SELECT point_id, %(first)s::date, sum(quantity)::bigint, sum(estimated)::bigint,
             sum(covered_s)::bigint, sum(abs(quantity))::bigint, sum(abs(estimated))::bigint
           FROM core.intervals_between(%(first)s, %(until)s)
           WHERE day >= date_trunc('month', %(first)s::timestamp)::date AND day < %(until)s
             AND {among.of("point_id")} GROUP BY 1""",  # noqa: S608  # constants only
        {"first": first, "until": until, "ids": list(among.ids)},
    )
    return list(map(PointSum._make, rows.fetchall()))


def source_totals(connection: Connection, among: Among, first: date, until: date) -> list[SourceSum]:
    """What sources came to in those days: a row a source and factor."""
    rows = connection.cursor(binary=True).execute(
        f"""SELECT source_id, %(first)s::date, factor_version_id, sum(quantity)::bigint,
             sum(estimated)::bigint, sum(co2_mg)::bigint, sum(abs(quantity))::bigint,
             sum(abs(estimated))::bigint
           FROM core.ledger_between(%(first)s, %(until)s)
           WHERE day >= date_trunc('month', %(first)s::timestamp)::date AND day < %(until)s
             AND {among.of("source_id")} GROUP BY 1, 3""",  # noqa: S608  # constants only
        {"first": first, "until": until, "ids": list(among.ids)},
    )
    return list(map(SourceSum._make, rows.fetchall()))


def point_hours(
    connection: Connection, point_ids: Sequence[int], start: datetime, end: datetime
) -> list[PointSum]:
    """What points came to in the hours of [start, end), from their quarter hours."""
    rows = connection.cursor(binary=True).execute(
        """SELECT point_id, date_trunc('hour', start) AS bucket, sum(quantity)::bigint,
             sum(estimated)::bigint, sum(covered_s)::bigint, abs(sum(quantity))::bigint,
             abs(sum(estimated))::bigint
           FROM core.interval WHERE start >= %s AND start < %s AND point_id = ANY(%s) GROUP BY 1, 2""",
        (start, end, list(point_ids)),
    )
    return list(map(PointSum._make, rows.fetchall()))


def source_hours(
    connection: Connection, source_ids: Sequence[int], start: datetime, end: datetime
) -> list[SourceSum]:
    """The current hours of sources of [start, end)."""
    rows = connection.cursor(binary=True).execute(
        """SELECT source_id, hour, factor_version_id, quantity, estimated, co2_mg, abs(quantity),
             abs(estimated)
           FROM core.ledger_entry WHERE superseded_at IS NULL AND hour >= %s AND hour < %s
             AND source_id = ANY(%s)""",
        (start, end, list(source_ids)),
    )
    return list(map(SourceSum._make, rows.fetchall()))


def unequal(connection: Connection) -> int:
    """How many sums of the park's days and months are not what its intervals add up to."""
    row = connection.execute("SELECT core.unequal_interval_sums()").fetchone()
    return int(row[0]) if row else 0


def rebuild(connection: Connection, park_id: int) -> None:
    """Add the park's intervals up again; who changes intervals waits."""
    connection.execute("SELECT core.rebuild_interval_sums(%s)", (park_id,))
