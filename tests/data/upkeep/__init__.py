"""Tests of the way from a workbook to a published version."""
