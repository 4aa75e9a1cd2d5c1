"""A request as its requester sees it, from the day it is received to the register.

mine        whose request it is; telling: what a requester is told of its history
listing     my requests and drafts;  showing: one request, its decision, its agreement
answering   the questions of an office, answered in words or by changed answers; differing: what was changed
saying      whatever else a requester may say: sign, narrow, withdraw, reopen
"""

from starter.web.pages import Pages
from starter.web.requester import answering, listing, saying, showing

pages = Pages()
pages.declared += [
    *listing.pages.declared,
    *showing.pages.declared,
    *answering.pages.declared,
    *saying.pages.declared,
]
