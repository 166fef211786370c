"""Bare devices: made with their points, their mapping and what it makes of messages."""

from typing import Annotated

from fastapi import APIRouter, Path
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.connecting import device_mappings
from parkcarbon_platform.services.meters import meter_import, new_device

from parkcarbon_saas.auth import SettingsNeeded
from parkcarbon_saas.features.devices import schemas
from parkcarbon_saas.features.meters import schemas as meter_schemas
from parkcarbon_saas.tenancy import CODE, Tenant, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/devices", tags=["devices"])

DeviceCode = Annotated[str, Path(pattern=CODE, description="code of the meter")]


def _in_use(tenant: Tenant) -> frozenset[str]:
    with tenant.access.tenant(tenant.park_id) as connection:
        return meter_import.codes_in_use(connection)


@router.post("", status_code=201)
def make(tenant: WriterNeeded, body: schemas.NewDevice) -> meter_schemas.Device:
    """Make a meter with its points; by an enterprise user for their own enterprise."""
    own = tenant.membership.enterprise_code
    with tenant.transaction() as connection:
        made = new_device.create(connection, tenant.park_id, schemas.wish(body), own)
    return meter_schemas.device(made)


@router.post("/check")
def check(tenant: WriterNeeded, body: schemas.NewDevice) -> schemas.Check:
    """What would be wrong with a meter; nothing is made."""
    in_use, own = _in_use(tenant), tenant.membership.enterprise_code
    with tenant.transaction() as connection:
        return schemas.check(new_device.check(connection, schemas.wish(body), own, in_use))


@router.get("/{device}/mapping")
def mapping(tenant: TenantNeeded, device: DeviceCode, settings: SettingsNeeded) -> schemas.Mapping:
    """How the device's messages are understood, and what it is to publish to."""
    with tenant.transaction() as connection:
        row = device_mappings.show(connection, device)
        place = device_mappings.place_of(connection, settings.partitions, device)
    return schemas.mapping(row, device_mappings.topics(place, row.mapping if row else None))


@router.put("/{device}/mapping")
def save_mapping(
    tenant: WriterNeeded, device: DeviceCode, body: schemas.NewMapping, settings: SettingsNeeded
) -> schemas.Mapping:
    """Have messages be understood this way from now on."""
    wanted = schemas.mapping_of(body)
    with tenant.transaction() as connection:
        row = device_mappings.save(connection, tenant.actor, device, wanted, body.based_on)
        place = device_mappings.place_of(connection, settings.partitions, device)
    return schemas.mapping(row, device_mappings.topics(place, row.mapping))


@router.post("/{device}/mapping/preview")
def preview(
    tenant: TenantNeeded, device: DeviceCode, body: schemas.PreviewBody, settings: SettingsNeeded
) -> schemas.MappingPreview:
    """What a mapping would make of a message, and which numbers in it are likely a meter's."""
    wanted = schemas.mapping_of(body.mapping)
    with tenant.transaction() as connection:
        place = device_mappings.place_of(connection, settings.partitions, device)
        found = device_mappings.preview(
            connection,
            tenant.access.cache,
            place,
            wanted,
            sample=body.sample.encode(),
            topic=body.topic,
            now=localtime.now(),
        )
    return schemas.preview(found)


@router.get("/{device}/messages")
def messages(tenant: TenantNeeded, device: DeviceCode) -> schemas.Messages:
    """The newest messages of the device and what became of each."""
    with tenant.transaction() as connection:
        found, births = device_mappings.messages(connection, tenant.access.cache, device)
    return schemas.Messages(
        messages=[schemas.message(one) for one in found], births=[schemas.message(one) for one in births]
    )
