"""The vocabulary: canonical tables, kinds of node and tie, kin types and Chinese kin terms."""
