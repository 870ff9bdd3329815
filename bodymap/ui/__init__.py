"""Widgets, one file per thing on the screen."""
