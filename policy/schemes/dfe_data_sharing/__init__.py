"""How the Department for Education shares personal data: so far, its catalogue of data sets and channels."""
