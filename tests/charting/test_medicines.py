"""What is typed of a medicine."""

from __future__ import annotations

import pytest

from bodymap.charting.medicines import may_thin, name_and_dose


@pytest.mark.parametrize(
    ("text", "name", "dose"),
    [
        ("apixaban 5 mg twice daily", "apixaban", "5 mg twice daily"),
        ("Apixaban 5mg", "Apixaban", "5mg"),
        ("acetylsalicylic acid, 100 mg", "acetylsalicylic acid", "100 mg"),
        ("co-codamol 30/500 mg as needed", "co-codamol", "30/500 mg as needed"),
        ("vitamin D3 20,000 IU weekly", "vitamin D3", "20,000 IU weekly"),
        ("levothyroxine 0.05 mg", "levothyroxine", "0.05 mg"),
        ("insulin glargine 10 units at night", "insulin glargine", "10 units at night"),
        ("ibuprofen gel 5 % locally", "ibuprofen gel", "5 % locally"),
        ("ibuprofen 2 tablets", "ibuprofen", "2 tablets"),
        ("vitamin B12", "vitamin B12", ""),
        ("omega 3 fish oil", "omega 3 fish oil", ""),
        ("glucosamine 3 green capsules", "glucosamine 3 green capsules", ""),
        ("metformin twice daily", "metformin twice daily", ""),
        ("5 mg apixaban", "5 mg apixaban", ""),
        ("", "", ""),
    ],
)
def test_name_and_dose_are_taken_apart_where_a_number_has_a_unit(text: str, name: str, dose: str) -> None:
    assert name_and_dose(text) == (name, dose)


def test_it_is_asked_of_what_may_thin_the_blood_and_of_nothing_else() -> None:
    for name in ("apixaban", "Warfarin", "Acetylsalicylic acid", "heparin sodium", "ASPIRIN"):
        assert may_thin(name)
    for name in ("metformin", "ibuprofen", "vitamin K", ""):
        assert not may_thin(name)
