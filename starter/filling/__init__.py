"""What a choice still wants, as blanks that any door can draw, and the way back from filled blanks to a message.

blank     what one blank is: its path in the message, its label, what may stand there
drawing   which blanks a choice has, read off the rules of the request: no door knows a message's fields by name
reading   filled blanks put back into the message, and what is wrong with them beside the blank it belongs to
"""

from starter.filling.blank import Blank, Option
from starter.filling.drawing import blanks, offered, words_of
from starter.filling.reading import Filled, Misfilled, filled_message, placed

__all__ = ["Blank", "Filled", "Misfilled", "Option", "blanks", "filled_message", "offered", "placed", "words_of"]
