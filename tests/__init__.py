"""The tests, laid out as the tree they test; whole stories are in journeys/."""
