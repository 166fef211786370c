"""How well a total is known: relative errors, error propagation (Approach 1) and Monte Carlo (Approach 2)."""
