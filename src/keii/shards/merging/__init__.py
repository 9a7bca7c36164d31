"""Events of shards without a ledger: claims merged block by block, on any engine, into tables beside the shards."""
