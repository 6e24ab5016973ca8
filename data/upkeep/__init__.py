"""Upkeep: from a clerk's workbook to checked tables, their changes, and the store of published versions."""
