"""Which platform holds which park: kept here, told to those it concerns, checked at the platforms."""
