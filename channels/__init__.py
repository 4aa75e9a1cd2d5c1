"""The ways to tell people. Each renders any notice and knows neither Temporal nor another way.

A *channel* tells an office as such: the inbox, which is always there. A *post* tells one person: `slack`, `mail`; the
worker tries them in turn. To add one of either: a module here with a class of that shape (see activities/ports.py),
and its line in worker.py.
"""
