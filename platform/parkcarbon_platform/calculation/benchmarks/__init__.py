"""Enterprises held against norms and against their own past."""
