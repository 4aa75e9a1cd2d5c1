"""Intake: from the start page to a lodged request, drawn from the scheme's form.

starting, eligibility   before anybody signs in: what will be asked, and whether this is the place to ask it
beginning, drafting     the task list, and a draft as its people see it: who may, what stands, saving
answering, rows, documents   one question a page, for every kind of question
dictionary, variables        which variables can be picked: search, and workbooks to be filled in
inviting    colleagues            sending, received   answers checked, lodged once, and kept as a copy
turnaround  how long requests have taken so far
"""

from starter.web.intake import (
    answering,
    beginning,
    documents,
    eligibility,
    inviting,
    received,
    rows,
    sending,
    starting,
    variables,
)
from starter.web.pages import Pages

pages = Pages()
for part in (starting, eligibility, beginning, answering, rows, variables, documents, inviting, sending, received):
    pages.declared += part.pages.declared

__all__ = ["pages"]
