"""STIRPAT: ln I = a + Σ bᵢ · ln Xᵢ + e (York, Rosa & Dietz 2003, Ecological Economics 46:351).

bᵢ is an elasticity: the percentage by which emissions I differ where the driver Xᵢ differs by one per cent
and the other drivers do not. `sample` takes a table in; `ols`, `ridge`, `pls`, `panel` fit it; `bootstrap`
says how sure the coefficients are; `contributions` what each driver did between two dates; `report` does
all of it.
"""
