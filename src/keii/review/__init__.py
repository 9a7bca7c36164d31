"""What a person decides about claims and events: values checked against the text, judgements checked and kept."""
