"""Figures as people read them."""


def duration_words(minutes: int, minutes_per_day: int) -> str:
    """Return working minutes as '12 d', '4.5 d' or, below half a day, '3 h'."""
    an_hour = 60
    if minutes == 0:
        return "0 d"
    if abs(minutes) * 2 < minutes_per_day:
        hours = minutes / an_hour
        return f"{hours:.1f} h".replace(".0 h", " h") if abs(minutes) >= an_hour else f"{minutes} min"
    days = minutes / minutes_per_day
    return f"{days:,.1f} d".replace(".0 d", " d")
