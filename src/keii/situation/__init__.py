"""The situation: what the claims of many documents make together."""
