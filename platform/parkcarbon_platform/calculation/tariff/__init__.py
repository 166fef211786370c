"""Electricity tariffs: which period a quarter hour belongs to, what it costs, and what a month adds to it.

`model` is a tariff as data; `rules` what must hold in it; `periods` puts quarter hours into periods; `bill`
makes lines of money; `demand` and `power_factor` are the monthly charges. Amounts stay exact fractions
until a line is rounded, once, half to even, to 0.01 of the currency.
"""
