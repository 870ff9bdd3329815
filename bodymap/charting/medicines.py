"""What is typed of a medicine: its name and its dose; and of which ones it is asked whether they thin the blood."""

from __future__ import annotations

import re

from bodymap.charting.found import fold

NOT_THINNING = "does not thin blood"
"""The note of a medicine of which that was asked and denied."""

ASKED_ABOUT = frozenset(
    {
        # vitamin K antagonists, B01AA
        *("warfarin", "phenprocoumon", "acenocoumarol", "phenindione", "fluindione"),
        # heparins, B01AB
        *("heparin", "dalteparin", "enoxaparin", "nadroparin", "tinzaparin"),
        # platelet aggregation inhibitors, B01AC
        *("clopidogrel", "acetylsalicylic", "aspirin", "prasugrel", "ticagrelor", "dipyridamole"),
        # direct thrombin inhibitors, B01AE; direct factor Xa inhibitors, B01AF; others, B01AX
        *("dabigatran", "rivaroxaban", "apixaban", "edoxaban", "fondaparinux"),
    }
)
"""Substances in common use of group B01A, antithrombotic agents, of the WHO's ATC index (whocc.no). It is for asking,
not for answering: what a medicine does in this patient is said by the therapist."""

_DOSE = re.compile(
    r"\s(?=\d[\d.,/]*\s*(?:mg|g|kg|\u00b5g|\u03bcg|ug|mcg|ng|ml|iu|ie|u|units?|mmol|%|tablets?|tabs?|capsules?|drops?|puffs?)"
    r"(?![^\W\d_]))",
    re.IGNORECASE,
)


def name_and_dose(text: str) -> tuple[str, str]:
    """Apixaban 5 mg twice daily is the name apixaban and the dose 5 mg twice daily; without a number and its unit all
    is the name, as in vitamin B12."""
    text = " ".join(text.split())
    found = _DOSE.search(text)
    if found is None:
        return text, ""
    return text[: found.start()].rstrip(" ,;:"), text[found.end() :]


def may_thin(name: str) -> bool:
    """Whether the name is one of those of which it is asked if it thins the blood."""
    return not ASKED_ABOUT.isdisjoint(re.findall(r"\w+", fold(name)))
