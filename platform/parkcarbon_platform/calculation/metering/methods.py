"""How an amount came about, the weakest estimate last: it names a quarter hour that has several."""

METHODS = (
    None,
    "integral",  # a gauge's rate over time: measured, with the error of integration
    "uncertain",
    "spike",
    "linear",
    "check",
    "profile",
    "linear_long",
    "linear_amount",  # …_amount: no register tells even the sum
    "check_amount",
    "profile_amount",
    "linear_long_amount",
)
NONE, INTEGRAL, UNCERTAIN, SPIKE, LINEAR, CHECK, PROFILE, LINEAR_LONG = range(8)
LINEAR_AMOUNT, CHECK_AMOUNT, PROFILE_AMOUNT, LINEAR_LONG_AMOUNT = range(8, 12)
ESTIMATED_FROM = UNCERTAIN
