"""One module per kind of step: whom it awaits, when it is done, what it hears. No kind knows another."""
