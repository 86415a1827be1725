"""The desk: registered cases, who may take them, assignment, and what people decide."""
