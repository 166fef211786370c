"""The factor of each source now."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from fractions import Fraction

from parkcarbon_platform.calculation.units import check_reference_state, factor_scale
from parkcarbon_platform.errors import PlatformError
from parkcarbon_platform.factors.regions import chain
from parkcarbon_platform.factors.resolver import Version, resolve
from parkcarbon_platform.live.frame import Pricing
from parkcarbon_platform.services import formulas
from parkcarbon_platform.services.topology import Source, Topology
from parkcarbon_platform.storage import live as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.live import VersionRow

log = logging.getLogger("parkcarbon.live")

GAS = "CO2"


def current_pricing(connection: Connection, topology: Topology, day: date) -> Mapping[int, Pricing]:
    """The factor in force on a day, by source; a source without a usable one has no rate."""
    names = sorted({s.row.factor for s in topology.sources})
    versions = [_version(row) for row in storage.factor_versions(connection, names, GAS)]
    found: dict[int, Pricing] = {}
    for source in topology.sources:
        try:
            found[source.id] = price(source, versions, topology.park.grid_region, day)
        except PlatformError as error:
            log.warning("park %s, source %s: %s", topology.park.code, source.row.code, error)
    return found


def price(source: Source, versions: Sequence[Version], grid_region: str, day: date) -> Pricing:
    """The factor of one source: the same choice, and the same refusals, as settlement's."""
    regions = chain(source.row.factor_region or grid_region)
    resolved = resolve(versions, source.row.factor, regions, day, GAS)
    for term in source.live:
        check_reference_state(term.point.reference_state, resolved.version.reference_state)
    scale = factor_scale(resolved.version.unit, formulas.base_unit_of(source))
    return Pricing(resolved.version.id, resolved.fallback, Fraction(resolved.version.value) * scale)


def _version(row: VersionRow) -> Version:
    return Version(**asdict(row))
