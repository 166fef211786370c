"""What a process says of itself: figures for Prometheus, and whether it still works."""
