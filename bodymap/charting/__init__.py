"""The record and its rules: records, edits, counts, what a chart shows. No Qt, no SQL."""
