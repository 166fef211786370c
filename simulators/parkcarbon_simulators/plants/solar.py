"""The sun over the park for one year: clear-sky output of a PV module and darkness, every ten minutes."""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
STEPS = 366 * 144  # a leap year of ten-minute steps, UTC; other years use its first 365 days
TILT_DEG, AZIMUTH_DEG = 18.0, 180.0


@dataclass(frozen=True)
class SolarTable:
    """Clear-sky AC output [W per W of peak] and darkness (0 day, 1 night) by ten-minute step of the year."""

    output: Floats
    dark: Floats


def solar_table(latitude: float, longitude: float) -> SolarTable:
    """Compute the table with pvlib: Haurwitz clear sky, Erbs split, isotropic sky, PVWatts plant."""
    with warnings.catch_warnings():
        # pvlib 0.16 asks pandas 3.1 for `dayofyear`, which pandas has renamed.
        warnings.simplefilter("ignore", DeprecationWarning)
        return _solar_table(latitude, longitude)


def _solar_table(latitude: float, longitude: float) -> SolarTable:
    # pvlib takes seconds to import, so only those who need the sun pay for it.
    import pandas as pd
    from pvlib import clearsky, inverter, irradiance, pvsystem, solarposition, temperature

    times = pd.date_range("2024-01-01", periods=STEPS, freq="10min", tz="UTC")
    sun = solarposition.ephemeris(times, latitude, longitude)
    ghi = clearsky.haurwitz(sun["apparent_zenith"])["ghi"]
    split = irradiance.erbs(ghi, sun["zenith"], times)
    plane = irradiance.get_total_irradiance(
        TILT_DEG, AZIMUTH_DEG, sun["apparent_zenith"], sun["azimuth"], split["dni"], ghi, split["dhi"]
    )["poa_global"].fillna(0.0)
    direct = pvsystem.pvwatts_dc(plane, temperature.faiman(plane, 22.0, 2.0), 1.0, -0.0037)
    output = np.clip(np.asarray(inverter.pvwatts(direct, 1.0), np.float64), 0.0, None)
    elevation = np.asarray(sun["elevation"], np.float64)
    output[elevation <= 0.0] = 0.0
    # Lamps come up between 1 and 4 degrees below the horizon.
    return SolarTable(np.nan_to_num(output), np.clip((-1.0 - elevation) / 3.0, 0.0, 1.0))


def at(table: Floats, index: Floats) -> Floats:
    """Interpolate a year's table at fractional steps."""
    left = np.floor(index).astype(np.int64)
    share = index - left
    a, b = table[left % STEPS], table[(left + 1) % STEPS]
    return np.asarray(a + (b - a) * share)
