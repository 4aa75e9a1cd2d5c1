"""The codec server: who may read history in the clear, from where, and what is logged of it."""
