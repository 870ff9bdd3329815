"""The body: catalogue, plates, regions, hit test, search, levels. No Qt, no SQL."""
