"""What the model's heads tell apart, in the order of their outputs. The order is part of the trained model."""

TYPES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "OTHER",
)
STATUSES = ("occurred", "ongoing", "planned", "urged", "expected", "possible", "conditional", "not_occurred")
# Roles of an act (ANTECEDENTS: where an earlier sentence names a party that this one leaves out or points to), then
# those of an attribution, then the surface cases of a predicate, which are trained beside them and not used.
ROLES = (
    "trigger",
    "actor",
    "recipient",
    "source",
    "outer",
    "place",
    "time",
    "quantity",
    "hedge",
    "actor_antecedent",
    "recipient_antecedent",
    "source_antecedent",
    "cue",
    "speaker",
    "speaker_antecedent",
    "content",
    "ga",
    "wo",
    "ni",
)
ANTECEDENTS = {
    "actor": "actor_antecedent",
    "recipient": "recipient_antecedent",
    "source": "source_antecedent",
    "speaker": "speaker_antecedent",
}
ACT_ROLES, SAY_ROLES, CASES = ROLES[:12], ROLES[12:16], ROLES[16:]
BIO = 3  # outside, begins, goes on
# What the data files say of a piece's words, in the order of the model's inputs (keii.coding.features).
FEATURES = (
    *(f"type:{name}" for name in TYPES),
    *(f"status:{name}" for name in STATUSES),
    "hedge",
    "say",
    "hearsay",
    "pronoun",
    "source",
    "modal",
    "name:state",
    "name:people",
    "name:place",
    "name:organisation",
    "name:outlet",
    "name:person",
    "name:sector",
    "sector:office",
    "sector:body",
    "sector:force",
    "sector:people",
)
