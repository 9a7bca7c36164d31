"""Shards: what was read in many inputs as Parquet files, made on any engine, loaded into a ledger or asked in place."""
