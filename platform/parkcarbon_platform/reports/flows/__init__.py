"""Energy flows: the diagram's links and the balance of the carriers."""
