"""Workbooks of four data tables that are invented from end to end; only their shape is that of published ones.

`python -m demo.data_tables` writes them anew. No variable, description or rating in them is anybody's.
"""
