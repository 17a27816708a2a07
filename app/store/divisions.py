"""Which divisions a division covers, by its code: a city its counties, a province its cities; any room may call."""

PROVINCE_DIGITS = 2
EVERYWHERE = "0"


def prefix(division: str) -> str:
    """Give the digits that all codes under a division begin with: 140000 -> 14, 140100 -> 1401, 0 -> everything."""
    if division == EVERYWHERE:
        return ""
    if len(division) == len("140000"):
        return division[:2] if division.endswith("0000") else division[:4] if division.endswith("00") else division
    return division


def covers(division: str, other: str | None) -> bool:
    """Say whether one division's people act in another; what names no division is a province's matter."""
    start = prefix(division)
    if other is None or other == EVERYWHERE:
        return len(start) <= PROVINCE_DIGITS
    return other.startswith(start)
