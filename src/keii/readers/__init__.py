"""Language models as extra readers, never required: they propose claims, and keii takes what the text proves."""
