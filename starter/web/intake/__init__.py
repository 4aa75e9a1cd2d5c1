"""intake"""

from starter.web.pages import Pages

pages = Pages()
