"""What the rules leave open: decided in the open, in versions, each with its reason."""

from typing import Any

from parkcarbon_platform.calculation.zero_carbon.settings import Settings
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.national.models import (
    ZeroCarbonDecided,
    ZeroCarbonSettings,
    ZeroCarbonVersion,
)
from parkcarbon_platform.storage import inventory_activity
from parkcarbon_platform.storage import national as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.national import SettingRow

KIND = "zero_carbon"
# What annexes 3 and 4 do not print; a value other than this one is a decision.
UNDECIDED: dict[str, Any] = {
    "equivalent_kgce_per_kwh": None, "small_limit": None, "clean_share": "unset", "vintage_months": None,
    "onsite_direct": None,
}  # fmt: skip


class ZeroCarbonSettingError(InvalidError):
    """The settings contradict themselves or the park; fact `field` says where."""

    code = "zero_carbon_setting"
    remedy = "Correct the field that is named."


def read(connection: Connection) -> ZeroCarbonDecided:
    """The settings in force; before anybody decided anything those that are printed."""
    versions = storage.settings(connection, KIND)
    chosen = _settings(versions[0]) if versions else ZeroCarbonSettings()
    return ZeroCarbonDecided(
        settings=chosen,
        open=[name for name, value in UNDECIDED.items() if getattr(chosen, name) == value],
        history=[
            _version(row, versions[n + 1] if n + 1 < len(versions) else None)
            for n, row in enumerate(versions)
        ],
    )


def save(
    connection: Connection, park_id: int, actor: Actor, wanted: ZeroCarbonSettings, note: str
) -> ZeroCarbonDecided:
    """Put settings in force from now on, for every year; raises ZeroCarbonSettingError."""
    if wanted.target_year <= wanted.base_year:
        raise ZeroCarbonSettingError("The target year is not after the base year.", field="target_year")
    known = {row.code for row in inventory_activity.sources(connection)}
    for name in ("bunkers", "feedstock"):
        unknown = sorted(set(getattr(wanted, name)) - known)
        if unknown:
            raise ZeroCarbonSettingError(f"There is no source {', '.join(unknown)}.", field=name)
    storage.add_setting(
        connection, park_id, KIND, wanted.model_dump(mode="json"), note=note, author=actor.name
    )
    return read(connection)


def as_calculated(chosen: ZeroCarbonSettings) -> Settings:
    """As the calculation takes them."""
    return Settings(
        grid_kg_per_kwh=chosen.grid_kg_per_kwh, heat_kg_per_gj=chosen.heat_kg_per_gj,
        equivalent_kgce_per_kwh=chosen.equivalent_kgce_per_kwh, small_limit=chosen.small_limit,
        clean_share=chosen.clean_share, vintage_months=chosen.vintage_months,
        direct_share=chosen.direct_share, is_onsite_direct=chosen.onsite_direct, exports=chosen.exports,
    )  # fmt: skip


def _settings(row: SettingRow) -> ZeroCarbonSettings:
    return ZeroCarbonSettings.model_validate(row.body)


def _version(row: SettingRow, before: SettingRow | None) -> ZeroCarbonVersion:
    new = _settings(row)
    old = ZeroCarbonSettings() if before is None else _settings(before)
    changed = [name for name in type(new).model_fields if getattr(new, name) != getattr(old, name)]
    return ZeroCarbonVersion(
        id=row.id, changed=changed, note=row.note, author=row.author, at=localtime.to_ms(row.created_at)
    )
