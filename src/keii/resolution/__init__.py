"""Who, where and when exactly: the phrases of claims linked to the registry, antecedents and the calendar."""
