"""What drives emissions: index decomposition (`lmdi`), regression on drivers (`stirpat`), `decoupling`.

Pure functions over numpy arrays; pandas, scipy and statsmodels are imported where they are used, since
importing them takes a second that the start of a command or of the API should not pay.
"""
