"""Budgets of a year: months that add up, where the year will end, and how an owner stands."""
