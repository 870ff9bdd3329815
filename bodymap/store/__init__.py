"""Rows and records: migrations, audit, keys, lock. The only importer of sqlite-utils and sqlcipher3."""
