"""Uncertainty, standard coal and intensities of inventories, computed now or kept with them."""

from typing import Annotated

from fastapi import APIRouter, Path
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.inventories import computing, storing
from parkcarbon_platform.services.inventories import figures as service

from parkcarbon_saas.features.inventory.api import QuestionNeeded
from parkcarbon_saas.features.inventory.figures import InventoryFigures, figures
from parkcarbon_saas.tenancy import TenantNeeded

router = APIRouter(prefix="/parks/{park}", tags=["inventory"])

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/inventory/figures")
def figures_now(tenant: TenantNeeded, asked: QuestionNeeded) -> InventoryFigures:
    """By the ledger as it is now; nothing is stored."""
    now = localtime.now()
    with tenant.reading() as connection:
        computed = computing.computed(connection, asked, now)
        return figures(service.document(service.figures_of(connection, computed, now)))


@router.get("/inventories/{item}/figures")
def figures_stored(tenant: TenantNeeded, item: Id) -> InventoryFigures:
    """As they were kept with the inventory."""
    with tenant.reading() as connection:
        return figures(storing.figures_of(connection, storing.found(connection, item)))
