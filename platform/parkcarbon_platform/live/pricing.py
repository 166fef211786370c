"""The factor of each source now."""

import logging
from collections.abc import Mapping
from datetime import date

from parkcarbon_platform.calculation.units import UnitError, check_reference_state
from parkcarbon_platform.errors import PlatformError
from parkcarbon_platform.live.frame import Pricing
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.services.live import formulas
from parkcarbon_platform.services.live.topology import Source, Topology
from parkcarbon_platform.storage.database import Connection

log = logging.getLogger("parkcarbon.live")


def current_pricing(connection: Connection, topology: Topology, day: date) -> Mapping[int, Pricing]:
    """The factor in force on a day, by source; a source without a usable one has no rate."""
    book = factors.book_of_sources(connection)
    found: dict[int, Pricing] = {}
    for source in topology.sources:
        try:
            if source.live:
                found[source.id] = price(source, book, topology.park.grid_region, day)
        except PlatformError as error:
            log.warning("park %s, source %s: %s", topology.park.code, source.row.code, error)
    return found


def price(source: Source, book: Book, grid_region: str, day: date) -> Pricing:
    """The factor of one source: the same choice, and the same refusals, as settlement's."""
    row = source.row
    resolved = book.resolve(
        row.factor, row.factor_region or grid_region, day, enterprise_id=row.enterprise_id
    )
    bases = {formulas.base_of(term.point).name for term in source.live}
    if len(bases) != 1:
        raise UnitError(f"The gauges of {source.row.code} give {' and '.join(sorted(bases))}.")
    for term in source.live:
        check_reference_state(term.point.reference_state, resolved.version.reference_state)
    version_id = resolved.version.id
    return Pricing(version_id, resolved.fallback, book.mg_per_unit(version_id, bases.pop()))
