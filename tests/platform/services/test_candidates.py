"""Names of values in foreign messages, as gateways write them, and the unit that each says."""

import pytest
from parkcarbon_platform.services.connecting.candidates import rank, unit_in
from parkcarbon_platform.services.connecting.dialects.base import Leaf


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("$.import_kwh", "kwh"), ("$.export_total_kwh", "kwh"), ("$.activePowerKW", "KW"),
        ("$['Energy (MWh)']", "MWh"), ("$.power_w", "w"), ("$.mass_t", "t"), ("$.volume_m3", "m3"),
        ("$.flow t/h", "t/h"), ("$.Import", None), ("$.heat", None), ("$.weight", None), ("$.flow", None),
    ],
)  # fmt: skip
def test_a_letter_at_the_end_of_a_word_is_no_unit(name: str, unit: str | None) -> None:
    assert unit_in(name) == unit


def test_a_number_beyond_all_numbers_is_none() -> None:
    (found,) = rank([Leaf("$.a", "1e9999999")], [{"$.a": "1e9999999"}, {"$.a": "-1e9999999"}], [], {})
    assert (found.path, found.value) == ("$.a", "1e9999999")
