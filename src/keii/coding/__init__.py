"""From sentences to claims: what act a sentence tells, its status, its parties, and who says so."""
