"""The dual-carbon path: driver trajectories, projections, fans, measures, and portfolios at least cost.

A scenario is an "if", never a prediction: nothing here says how likely a target, a policy or a growth is.
"""
