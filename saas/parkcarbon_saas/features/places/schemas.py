"""Places and plans as they are sent."""

from parkcarbon_platform.services.places.models import PlaceDetail, PlaceHeat, PlaceTree
from parkcarbon_platform.services.places.plans import PlanBody, PlanImage, SitePlan

__all__ = ["PlaceDetail", "PlaceHeat", "PlaceTree", "PlanBody", "PlanImage", "SitePlan"]
