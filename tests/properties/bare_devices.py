"""A bare device that says no time and often the same, as the ingest knows it."""

from datetime import UTC, datetime

from parkcarbon_platform.services.connecting import messages
from parkcarbon_platform.storage.catalogue import Catalogue, Device, FreshCatalogue
from parkcarbon_platform.storage.delivery import Delivery
from parkcarbon_platform.storage.device_mappings import DeviceMapping

from tests.support import park as parks

ROOT = f"pc/v1/{parks.partition()}/{parks.PARK}/device/meter"
TOPIC = f"{ROOT}/telemetry"
# The last is a message of which nothing can be stored.
PAYLOADS = [b'{"e": 0}', b'{"e": 5}', b'{"f": 0}']
MAPPING = DeviceMapping("fields", {"aa": "$.e"})


def mapped(known: FreshCatalogue, points: int = 1) -> FreshCatalogue:
    """The device of a catalogue with a mapping of its first point."""
    (device,) = known.current.devices.values()
    values = dict.fromkeys(known.current.edges[parks.PARK, parks.EDGE].points.values())
    ids = list(values)[:points]
    named = Device(device.park_id, device.device_id, 1, MAPPING, dict(zip(["aa", "bb"], ids, strict=False)))
    return catalogue({parks.PARK: device.park_id}, named)


def alone() -> FreshCatalogue:
    """One park with one device, in no database."""
    return catalogue({parks.PARK: 1}, Device(1, 1, 1, MAPPING, {"aa": 1}))


def catalogue(known: dict[str, int], device: Device) -> FreshCatalogue:
    """One device and nothing else."""
    loaded = Catalogue(known, {}, {(parks.PARK, "meter"): device})
    found = FreshCatalogue(lambda: loaded)
    found.missed()
    return found


def message(known: FreshCatalogue, payload: bytes, at_ms: int) -> Delivery:
    """A message of the device as it is decoded."""
    return messages.read(TOPIC, payload, datetime.fromtimestamp(at_ms / 1000, UTC), known)
