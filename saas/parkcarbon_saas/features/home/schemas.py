"""What is set up of an enterprise, how its month stands, and what waits."""

from parkcarbon_platform.services.home import EnterpriseHome

__all__ = ["EnterpriseHome"]
