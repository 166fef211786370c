"""The dialects of JSON: how much of one message is looked at."""

from parkcarbon_edge import wire
from parkcarbon_platform.services.connecting.dialects import fields, thingsboard
from parkcarbon_platform.services.connecting.dialects.base import Place, Value
from parkcarbon_platform.storage.device_mappings import DeviceMapping

PLACE = Place("0a", "park-a", "meter")
MAPPING = DeviceMapping("fields", {f"p{i}": "$.e" for i in range(50)})


def test_a_list_that_would_hold_up_everybody_is_refused_in_words() -> None:
    longest = fields.MAX_LOOKS // 50
    assert fields.read(PLACE, MAPPING, "", b"[" + b"0," * (longest - 1) + b"0]").problems != ()
    found = fields.read(PLACE, MAPPING, "", b"[" + b"0," * longest + b"0]")
    assert (found.values, [problem.code for problem in found.problems]) == ((), ["too_long"])


def test_a_long_list_in_place_of_a_number_goes_on_as_its_beginning() -> None:
    mapping = DeviceMapping("fields", {"p": "$.e"})
    found = fields.read(PLACE, mapping, "", b'{"e": [' + b"1," * 100_000 + b"1]}")
    assert found.values == [Value("p", "[" + "1, " * 66 + "1", None)]


def test_short_entries_and_many_points_do_not_fill_the_memory() -> None:
    mapping = DeviceMapping("thingsboard", {f"p{i}": "e" for i in range(100)})
    body = b"[" + b'{"e":1},' * 20_000 + b'{"e":1}]'
    found = thingsboard.read(PLACE, mapping, f"{PLACE.root}/{thingsboard.OF_DEVICE}", body)
    assert wire.MAX_BATCH_READINGS < len(found.values) <= wire.MAX_BATCH_READINGS + 100
