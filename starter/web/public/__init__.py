"""Pages for everybody: the front door, the transparency register, statistics, and what people must be told.

front       the front page, accessibility, privacy, cookies, and what programs can do here
data        which data there are, which way leads to them, and the versions of what is published
register    the register as a list, an entry, its changes, and files;  filtering: which entries are wished for
statistics  how many, how long, at which step: tables, pictures, files
counting    tables of figures in which nobody's one request can be made out;  drawing: pictures of them
files       what may be kept by caches, for as long as it stays the same
"""

from starter.web.pages import Pages
from starter.web.public import data, front, register, statistics

pages = Pages()
for part in (front, data, register, statistics):
    pages.declared += part.pages.declared
