"""The national rules: zero-carbon parks, and the functions of a digital carbon centre."""
