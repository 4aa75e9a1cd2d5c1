"""Spreadsheets: looked through, opened in a process of their own, read as data tables, and written.

packed    archives looked through before anything opens them     workbook  the program that opens one
opening   the sheets of a workbook, by that program              data_tables  what a data table's workbook says
picked    what somebody picked in one, held against its version
writing   a data table as a workbook to be filled in
"""
