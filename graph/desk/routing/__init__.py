"""Where a case goes: own organ, the zone's pool, another zone by designation, a higher organ."""
