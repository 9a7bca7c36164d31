"""From bytes to a clean Document: decoding, extraction, boilerplate, language, sentences."""
