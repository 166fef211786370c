"""Measures to begin with, each figure with its publication, or with what has to be entered in its place."""

from functools import cache
from importlib.resources import files

import yaml

from parkcarbon_platform.services.planning.models import PlanMeasure


@cache
def _read() -> dict[str, PlanMeasure]:
    content = yaml.safe_load(files(__package__).joinpath("library.yaml").read_text("utf-8"))
    return {code: PlanMeasure.model_validate(one) for code, one in content.items()}


def every() -> dict[str, PlanMeasure]:
    """The library by code; a park takes what fits, and corrects it."""
    return dict(_read())
