"""The face: command line, access log; the only place that wires the parts together."""
