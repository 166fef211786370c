"""What the gases of sources weigh, for figures that are shown before anything is stored."""

from dataclasses import dataclass
from decimal import Decimal

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class GasRow:
    """The gas of a source and its global warming potential, None where the set has none of it.

    `apart`: biogenic CO2 and sinks, which are in no total.
    """

    source_id: int
    source: str
    gas: str
    apart: bool
    gwp: Decimal | None


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """By which rules and potentials a park's figures are made where nobody names others."""

    ruleset: str | None
    gwp: str | None


def chosen(connection: Connection) -> ChosenRow | None:
    """What the park of the transaction has chosen."""
    cursor = connection.cursor(row_factory=class_row(ChosenRow))
    return cursor.execute("SELECT ruleset, gwp FROM core.park WHERE id = core.current_park()").fetchone()


def choose_gwp(connection: Connection, gwp: str) -> None:
    """Weigh the gases of the transaction's park by another set from now on."""
    connection.execute(
        "UPDATE core.park SET gwp = %(gwp)s WHERE id = core.current_park() AND gwp IS DISTINCT FROM %(gwp)s",
        {"gwp": gwp},
    )


def weights(connection: Connection, set_code: str) -> list[GasRow]:
    """Of every source that the transaction sees, by a set of potentials."""
    cursor = connection.cursor(row_factory=class_row(GasRow))
    return cursor.execute(
        """SELECT s.id AS source_id, s.code AS source, s.gas, s.biogenic OR s.category = 'sink' AS apart,
             CASE WHEN s.gas IN ('CO2', 'CO2e') THEN 1 ELSE (
               SELECT v.value FROM factors.factor_version v JOIN factors.factor_set g ON g.id = v.set_id
               WHERE g.code = %s AND v.factor = 'gwp.' || lower(s.gas) LIMIT 1) END AS gwp
           FROM core.emission_source s""",
        (set_code,),
    ).fetchall()
