"""Batches of cases to handlers: the lawful options, the best chances, and an audited lottery."""
