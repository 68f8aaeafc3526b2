"""What is left over of a unit of which a part counts: a batch tells it in the tiers that say what counts where."""

from __future__ import annotations

import pytest

from audit.given import HALF_FROM_ELSEWHERE
from batch.given import agree
from stackr.book import load_text
from stackr.model.audit import Tier
from stackr.testing.result import TODAY

LEARNERS = [
    {"learner": "in-part", "holdings": [{"id": "t", "credential": "T", "issuer": "V", "credits": "50"}]},
    {
        "learner": "more-than-needed",
        "holdings": [
            {"id": "a", "credential": "A", "issuer": "U", "credits": "40"},
            {"id": "t", "credential": "T", "issuer": "V", "credits": "30"},
        ],
    },
    {"learner": "whole", "holdings": [{"id": "a", "credential": "A", "issuer": "U", "credits": "80"}]},
]


@pytest.mark.parametrize("tier", ["values", "placements", "proofs"])
def test_what_is_left_over_stands_in_a_table_of_its_own(tier: Tier) -> None:
    told = agree(load_text(HALF_FROM_ELSEWHERE), LEARNERS, ["Q"], TODAY, tier=tier).left_over.rows()
    expected = [
        ("in-part", "Q", "t:credit", "t", None, "20", "50", "over-limit", "Q.cap"),
        ("more-than-needed", "Q", "t:credit", "t", None, "10", "30", "in-excess", None),
    ]
    assert told == ([] if tier == "values" else expected)
