"""FHIR, CSV, GeoJSON, text. No Qt."""
