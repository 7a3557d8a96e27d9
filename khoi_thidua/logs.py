"""What never reaches a log: addresses that are keys by themselves."""

import logging
import re

# A person's calendar, and the door of a one-time code: who holds the address is let in.
_KEYS = re.compile(r"(/lich/|/ma-moi/)[^/\s?]+?(?=\.ics|/|\s|\?|$)")


class HideKeys(logging.Filter):
    """Django names the path of what it refuses (a wrong method, a form without its token): the key in it is left out."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        hidden = _KEYS.sub(r"\1…", text)
        if hidden != text:
            record.msg, record.args = hidden, ()
        return True
