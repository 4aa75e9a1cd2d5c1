"""The pages of those who hold an office: of the host's staff, and of outside bodies that own data.

ways_in, provider  signing in             choosing, saying  a task: its choices, and the form of one of them
admission          who may read what      drawing           a choice's blanks as fields, and the way back
my_work, queue     what waits, and where  beside            what an office has to see beside its choices
dossier            one request, whole     handing_on        giving a task away, declaring a conflict
operating          views for operators
"""

from starter.web.pages import Pages
from starter.web.staff import choosing, dossier, handing_on, my_work, operating, provider, queue, saying, ways_in

PARTS = (ways_in, provider, my_work, queue, dossier, saying, handing_on, choosing, operating)

pages = Pages()
pages.declared = [page for part in PARTS for page in part.pages.declared]

__all__ = ["pages"]
