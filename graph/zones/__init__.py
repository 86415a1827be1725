"""Townships grouped into zones that handle one another's cases."""
