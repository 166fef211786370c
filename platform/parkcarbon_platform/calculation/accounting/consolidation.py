"""Consolidation: how much of a source is the organisation's, by control or by its share of the equity.

GHG Protocol Corporate Standard (2004), chapter 3; ISO 14064-1:2018, 5.1. Under control a source counts whole
or not at all, under equity share by the share.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.items import Item

WHOLE = Fraction(1)


def of_share(items: Iterable[Item], shares: Mapping[str, Fraction]) -> list[Item]:
    """Items by the share of their source (none said: whole); what is no part of it has no items."""
    found = []
    for item in items:
        share = shares.get(item.source, WHOLE)
        if share:
            found.append(item if share == WHOLE else scaled(item, share))
    return found


def scaled(item: Item, share: Fraction) -> Item:
    """A part of an item: amounts half to even once, CO2e from the gas that is left, and scenes add up."""
    gas_mg = round(item.gas_mg * share)
    co2e_mg = round(gas_mg * Fraction(item.gwp))
    ratio = Fraction(co2e_mg, item.co2e_mg) if item.co2e_mg else share
    scenes, so_far, before = [], 0, 0
    for scene, value in item.scenes:
        so_far += value
        scenes.append((scene, round(so_far * ratio) - before))
        before = round(so_far * ratio)
    return replace(
        item, quantity=round(item.quantity * share), estimated=round(item.estimated * share), gas_mg=gas_mg,
        co2e_mg=co2e_mg, scenes=tuple(scenes),
    )  # fmt: skip
