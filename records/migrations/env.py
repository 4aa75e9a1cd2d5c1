"""Runs the migrations inside the transaction, and on the connection, that `records.migrate` hands over."""

from alembic import context

from records.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
