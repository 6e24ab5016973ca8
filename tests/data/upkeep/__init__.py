"""Tests of upkeep: from a workbook to a published version."""
