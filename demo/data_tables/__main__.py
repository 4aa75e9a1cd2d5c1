"""Writes the invented workbooks beside this file, or into a folder that is named."""

import sys
from pathlib import Path

from demo.data_tables.laying_out import write
from demo.data_tables.variables import BOOKS

folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
for book in BOOKS:
    write(book, folder / f"{book.key}.xlsx")
