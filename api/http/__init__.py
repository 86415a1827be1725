"""The service over HTTP: accounts, need-to-know, an audited answer, versioned routes."""
