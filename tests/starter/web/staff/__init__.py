"""How staff and outside owners work on pages."""
