"""The only input and output of a running request: one verb each, on one value, safe to repeat."""
