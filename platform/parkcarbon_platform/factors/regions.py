"""Regions of factors: a province lies in a regional grid, that in a country, that in the world."""

# The regional grids of the Chinese CO2 factors of electricity. Inner Mongolia is split between two grids:
# it has a factor of its own, and stands with the North here.
_GRIDS = {
    "CN-REG-N": ("BJ", "TJ", "HE", "SX", "SD", "NM"),
    "CN-REG-NE": ("LN", "JL", "HL"),
    "CN-REG-E": ("SH", "JS", "ZJ", "AH", "FJ"),
    "CN-REG-C": ("HA", "HB", "HN", "JX"),
    "CN-REG-NW": ("SN", "GS", "QH", "NX", "XJ"),
    "CN-REG-S": ("GD", "GX", "GZ", "YN", "HI"),
    "CN-REG-SW": ("CQ", "SC"),
}
# GB/T 2260 numbers, as older systems write provinces.
_NUMBERS = {
    "11": "BJ", "12": "TJ", "13": "HE", "14": "SX", "15": "NM", "21": "LN", "22": "JL", "23": "HL",
    "31": "SH", "32": "JS", "33": "ZJ", "34": "AH", "35": "FJ", "36": "JX", "37": "SD", "41": "HA",
    "42": "HB", "43": "HN", "44": "GD", "45": "GX", "46": "HI", "50": "CQ", "51": "SC", "52": "GZ",
    "53": "YN", "54": "XZ", "61": "SN", "62": "GS", "63": "QH", "64": "NX", "65": "XJ",
}  # fmt: skip
_GRID_OF = {f"CN-{province}": grid for grid, provinces in _GRIDS.items() for province in provinces}
WORLD = "WORLD"


def chain(region: str) -> tuple[str, ...]:
    """The region and what it lies in, the nearest first.

    >>> chain("CN-32")
    ('CN-JS', 'CN-REG-E', 'CN', 'WORLD')
    """
    country, _, part = region.partition("-")
    nearest = f"{country}-{_NUMBERS[part]}" if country == "CN" and part in _NUMBERS else region
    grid = _GRID_OF.get(nearest)
    steps = (nearest, grid, country, WORLD)
    return tuple(dict.fromkeys(step for step in steps if step))
