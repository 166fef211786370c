"""Analyses of what drives emissions: asked for, taken from a table or the ledger, computed, kept."""
