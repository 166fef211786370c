"""When something was beyond a limit, or silent."""
