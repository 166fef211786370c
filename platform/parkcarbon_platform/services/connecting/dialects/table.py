"""The dialects that there are, by the name that a mapping gives."""

from collections.abc import Mapping

from parkcarbon_platform.services.connecting.dialects import fields, sparkplug, thingsboard
from parkcarbon_platform.services.connecting.dialects.base import Dialect

DIALECTS: Mapping[str, Dialect] = {
    "fields": fields,
    "thingsboard": thingsboard,
    "sparkplug": sparkplug,
}
