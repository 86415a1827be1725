"""What can be done at the desk: the services that the command line and, later, HTTP call."""

from api.desk.session import Desk, Outcome

__all__ = ["Desk", "Outcome"]
