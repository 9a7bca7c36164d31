"""The calendar: time expressions found in a sentence, and placed as intervals."""
