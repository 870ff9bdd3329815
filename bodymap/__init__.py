"""BodyMap: charting dry needling on an anatomical body, for physical therapists."""

__version__ = "0.1.0"
