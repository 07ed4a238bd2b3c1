"""What the sample's residents lean to. Made up for the sample, no count of anybody; shares are weights."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Weights = Mapping[str, float]

LANGUAGES: Weights = MappingProxyType(
    {"en": 58, "pt": 9, "es": 8, "so": 8, "fr": 5, "pl": 4, "ar": 4, "bn": 4},
)
AGES: Weights = MappingProxyType(
    {"16_24": 14, "25_34": 28, "35_44": 21, "45_54": 14, "55_64": 12, "65_74": 7, "75_plus": 4},
)
ETHNIC_GROUPS: Mapping[str, Weights] = MappingProxyType({
    "pt": {"white_other": 55, "black_african": 18, "mixed_other": 12, "other_any": 15},
    "es": {"other_any": 50, "white_other": 35, "mixed_other": 15},
    "fr": {"black_african": 65, "white_other": 25, "other_any": 10},
    "pl": {"white_other": 97, "white_roma": 3},
    "so": {"black_african": 96, "other_any": 4},
    "ar": {"other_arab": 72, "black_african": 20, "other_any": 8},
    "bn": {"asian_bangladeshi": 94, "asian_other": 6},
})  # fmt: skip
"""By language; readers of English are drawn by the census."""
SAFETY: Weights = MappingProxyType({
    "very_safe": 9, "safe": 36, "neither": 16, "unsafe": 22, "very_unsafe": 9, "dont_know": 4, "prefer_not": 3,
})  # fmt: skip
UNSAFE_IN: Weights = MappingProxyType({
    "brixton": 1.25, "clapham": 0.7, "kennington_waterloo": 0.95, "norwood": 0.8, "stockwell_oval": 1.5, "streatham": 1,
})  # fmt: skip
"""How much likelier "unsafe" is in a neighbourhood of the frame."""
UNSAFE_READING: Weights = MappingProxyType({"so": 1.5, "bn": 1.25, "ar": 1.25, "pl": 0.8})
CARD: Mapping[str, Weights] = MappingProxyType({
    "safe": {"yes": 55, "partly": 20, "less_safe": 5, "safer": 12, "dont_know": 8},
    "unsafe": {"yes": 12, "partly": 25, "less_safe": 53, "safer": 1, "dont_know": 9},
    "": {"yes": 28, "partly": 30, "less_safe": 17, "safer": 5, "dont_know": 20},
})  # fmt: skip
PLACES: Weights = MappingProxyType({
    "street": 34, "estate": 26, "park": 40, "stop": 28, "transport": 16, "high_street": 15, "venues": 20,
    "something_missing": 3,
})  # fmt: skip
HOURS: Weights = MappingProxyType({"17": 4, "18": 9, "19": 14, "20": 22, "21": 26, "22": 18, "23": 7})
HELPS: Weights = MappingProxyType({
    "lighting": 46, "youth_club": 33, "wardens": 22, "police": 26, "activities": 18, "transport": 17, "support": 20,
    "repairs": 24, "something_missing": 4,
})  # fmt: skip
HELPS_IN: Mapping[str, Weights] = MappingProxyType({
    "stockwell_oval": {"youth_club": 1.7, "repairs": 1.4}, "brixton": {"support": 1.6, "lighting": 1.2},
    "clapham": {"transport": 1.8, "police": 1.2}, "streatham": {"lighting": 1.3, "activities": 1.3},
})  # fmt: skip
HELPS_READING: Mapping[str, Weights] = MappingProxyType(
    {"so": {"youth_club": 2.4, "wardens": 1.6, "police": 0.3}, "bn": {"youth_club": 1.5}, "pl": {"police": 1.4}},
)
KEEPS: Weights = MappingProxyType({
    "hours": 24, "cost": 30, "unknown": 32, "access": 9, "time": 22, "welcome": 13, "something_missing": 3,
})  # fmt: skip
TRUST: Weights = MappingProxyType({
    "council": 20, "cooperative": 18, "faith_youth": 12, "tenants": 15, "together": 24, "none": 4,
    "something_missing": 1.500, "dont_know": 6,
})  # fmt: skip
TRUST_READING: Mapping[str, Weights] = MappingProxyType(
    {
        "so": {"faith_youth": 3.5, "council": 0.4},
        "bn": {"faith_youth": 2},
        "ar": {"faith_youth": 2},
        "en": {"tenants": 1.2},
    },
)
SEX: Weights = MappingProxyType({"female": 53, "male": 45, "prefer_not": 2})
DISABILITY: Weights = MappingProxyType({"limited_lot": 6, "limited_little": 10, "no": 81, "prefer_not": 3})
OTHER_LINKS: Mapping[str, str] = MappingProxyType(
    {"es": "maria", "pt": "maria", "pl": "ewa", "ar": "yusuf", "bn": "yusuf"},
)
"""By language: whose link else brings people; "dele" for all other readers."""
HOSTEL = 14
"""Residents of one hostel who answer much alike: same ward, young, wary of the stairs and yards."""
HOSTEL_WARD = "E05014117"
