"""Slack: a card for each person who is asked, in one thread for each request and office, kept true until it is over.

blocks   the pieces that cards, modals and App Home are made of, within Slack's limits
cards    a notice as a card: open, reminded, over
calling  calling Slack, and what its refusals mean
keeping  what is remembered of cards, as a protocol
post     delivering a card once, finding it again, letting every copy follow the request
"""

from channels.slack.post import SlackPost

__all__ = ["SlackPost"]
