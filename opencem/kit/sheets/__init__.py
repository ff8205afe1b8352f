"""Sheets: reading strangers' CSV and XLSX files in a child process, and writing workbooks without formulas."""
