"""Tapio's states of a series as they are shown."""

from collections.abc import Sequence

from parkcarbon_platform.calculation.decomposition.decoupling import HIGH, LOW, decoupling
from parkcarbon_platform.calculation.decomposition.logmean import Float
from parkcarbon_platform.calculation.decomposition.results.plain import Plain, plain


def decoupling_result(periods: Sequence[str], emissions: Float, output: Float) -> Plain:
    """State, growth and elasticity of every step, and of the first to the last period.

    Raises as `decoupling`.

    >>> import numpy as np
    >>> decoupling_result(["a", "b"], np.array([1.0, 1.0]), np.array([1.0, 2.0]))["whole"]["state"]
    'weak_decoupling'
    """
    steps = [
        {"from": a, "to": b, **step._asdict()}
        for a, b, step in zip(periods[:-1], periods[1:], decoupling(emissions, output), strict=True)
    ]
    ends = decoupling(emissions[[0, -1]], output[[0, -1]])[0]
    whole = {"from": periods[0], "to": periods[-1], **ends._asdict()}
    series = {"emissions": emissions, "output": output}
    result = {
        "kind": "decoupling", "periods": list(periods), "series": series, "steps": steps, "whole": whole,
        "thresholds": [LOW, HIGH], "notes": [],
    }  # fmt: skip
    return dict(plain(result))
