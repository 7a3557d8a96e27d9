"""The bloc-year workbook of contract §3: one `.xlsx` in, a whole year in typed values out, and back.

No database here: `read_workbook` and `write_workbook` speak in `YearBook`s.
"""
