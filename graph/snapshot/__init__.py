"""The graph at one ledger sequence: immutable columns and arrays, mapped and shared."""
