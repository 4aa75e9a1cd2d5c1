"""One durable workflow per request: it hears, waits, carries out and shows."""
