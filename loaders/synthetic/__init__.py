"""A seeded, made-up county on real places: input for the demo, the tests and the bench."""

from loaders.synthetic.county import County, Summary, make_county, write_county
from loaders.synthetic.truth import CONFOUNDERS, Options

__all__ = ["CONFOUNDERS", "County", "Options", "Summary", "make_county", "write_county"]
