"""Languages: what differs between them, behind one contract."""
