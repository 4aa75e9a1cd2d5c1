"""Agreements as documents: one paper in two forms, an editable Word document and a fixed PDF copy.

agreements   the port to the outside          paper        what one agreement says, before it has a form
wording      what a lawyer wrote              word         the editable form
writing      fits it to one share             fixed_copy   the fixed form
declared     repeats the requester's answers  template_maker, template_looks   make the Word template
answers_copy a requester's copy of what they sent
"""
