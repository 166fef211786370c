"""The greenhouse gases that a source may emit, as the GWP sets name them."""

from collections.abc import Mapping

CO2, CH4, N2O, CO2E = "CO2", "CH4", "N2O", "CO2e"
# Hydrofluorocarbons and perfluorocarbons of the Kyoto Protocol, then HCFC that the Montreal Protocol covers.
HFC = (
    "HFC23", "HFC32", "HFC41", "HFC125", "HFC134", "HFC134a", "HFC143", "HFC143a", "HFC152", "HFC152a",
    "HFC161", "HFC227ea", "HFC236cb", "HFC236ea", "HFC236fa", "HFC245ca", "HFC245fa", "HFC365mfc",
    "HFC4310mee",
)  # fmt: skip
PFC = ("CF4", "C2F6", "C3F8", "cC4F8", "C4F10", "C5F12", "C6F14")
HCFC = ("HCFC22", "HCFC123", "HCFC141b", "HCFC142b")
FLUORINATED = (*HFC, *PFC, "SF6", "NF3", *HCFC)
# What has a mass of its own; CO2e is a sum that a factor has weighted already.
GASES = (CO2, CH4, N2O, *FLUORINATED)
ONLY_CO2 = frozenset({CO2})
# Factor sets of global warming potentials, by the name people know.
GWP_SETS: Mapping[str, str] = {name: f"ipcc-{name.lower()}-gwp100" for name in ("AR4", "AR5", "AR6")}
DEFAULT_GWP = "AR6"


def gwp_factor(gas: str) -> str:
    """The factor under which the GWP sets have a gas.

    >>> gwp_factor("HFC134a")
    'gwp.hfc134a'
    """
    return f"gwp.{gas.lower()}"
