"""A whole analysis of each kind as plain data: what is stored, shown and compared digit by digit."""
