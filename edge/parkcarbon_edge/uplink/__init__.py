"""Uplink: what the spool holds goes to the platform, and is forgotten once the platform has committed it."""
