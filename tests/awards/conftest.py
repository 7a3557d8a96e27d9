"""Scenes of awards that several modules read."""

from tests.benchmarks.years import full_year
from tests.staging import built_once, example_year

# Units -> a year of so many, all-to-all, with votes and classes; `fresh(full_years[15])` is as a request reads it.
full_years = built_once(
    lambda: {units: full_year(f"khoi-{units}", units=units, leaves=20) for units in (3, 15)}
)

# The example year, likewise: `fresh(yen_bai)`.
yen_bai = built_once(lambda: example_year("yen-bai-2020"))
