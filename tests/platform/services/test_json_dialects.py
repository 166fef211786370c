"""The dialects of JSON: how much of one message is looked at."""

import json
import random

from parkcarbon_edge import wire
from parkcarbon_platform.services.connecting.dialects import fields, thingsboard
from parkcarbon_platform.services.connecting.dialects.base import Leaf, Place, Value
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


def test_every_number_that_is_offered_can_be_mapped_and_is_what_is_read() -> None:
    chance = random.Random(5)
    for _ in range(300):
        names = [
            "".join(chance.choice("ab .'\"[]$\\\n") for _ in range(chance.randrange(4))) for _ in range(6)
        ]
        message = {names[0]: {names[1]: 1, names[2]: [2, {names[3]: "3.50"}]}, names[4]: True, names[5]: "x"}
        body = json.dumps(message).encode()
        for leaf in fields.leaves(PLACE, None, body):
            found = fields.read(PLACE, DeviceMapping("fields", {"p": leaf.path}), "", body)
            assert [str(value.value) for value in found.values] == [str(leaf.value)], leaf


def test_odd_json_is_offered_as_far_as_it_has_numbers() -> None:
    assert fields.leaves(PLACE, None, b'{"a": 1e999, "b": -1e999, "c": 1e-9, "d": true, "e": "NaN"}') == [
        Leaf("$.c", 1e-9)
    ]
    for body in (b'{"a": NaN}', b"[" * 5000, b"\xff\xfe{}", b'{"a": "\\ud800"}', b"null", b""):
        assert fields.leaves(PLACE, None, body) == []
        assert [p.code for p in fields.read(PLACE, MAPPING, "", body).problems] == ["unreadable"]
    # With the mark that .NET and some PLCs put before it.
    assert fields.leaves(PLACE, None, b'\xef\xbb\xbf{"a": 7}') == [Leaf("$.a", 7)]
