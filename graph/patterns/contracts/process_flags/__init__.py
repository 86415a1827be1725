"""C2: the eleven process flags of the Open Contracting Partnership, as Cardinal defines them."""

from graph.patterns.contracts.process_flags.amounts import R028, R036
from graph.patterns.contracts.process_flags.competition import R018, R035
from graph.patterns.contracts.process_flags.periods import R003, R030
from graph.patterns.contracts.process_flags.prices import R024, R058
from graph.patterns.contracts.process_flags.records import R025, R038, R048

FLAGS = (R003, R018, R024, R025, R028, R030, R035, R036, R038, R048, R058)
"""Every flag, in the order of the codes."""
