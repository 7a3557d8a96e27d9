"""When words are a reason: wherever the scoring demands one, a letter or a single word is none. Standard library only."""

LEAST_REASON = 10
# As it is said behind "Hãy ghi lý do" and its like.
LEAST_SAID = f"ít nhất vài từ, từ {LEAST_REASON} chữ cái trở lên"


def suffices(text: str) -> bool:
    """Whether the words, without stray blanks, are several and long enough to say why."""
    words = text.split()
    return len(words) > 1 and len(" ".join(words)) >= LEAST_REASON
