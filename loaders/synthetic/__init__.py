"""A seeded, made-up county on real places: input for the demo, the tests and the bench."""

from loaders.synthetic.county import County, Summary, make_county, write_county

__all__ = ["County", "Summary", "make_county", "write_county"]
