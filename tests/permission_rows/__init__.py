"""Who may open which address: one module a topic, each with its ROWS; tests/test_permissions.py walks them all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# The cast. Two blocs in two provinces; the persons of the first one's year 2020 and their doubles elsewhere.
SEATS = (
    "anonymous",
    "stranger",  # signed in, no seat
    "admin",
    "board",  # of the first bloc's province
    "board_all",  # of no province: all of them
    "board_other",  # of the other province
    "secretary",
    "secretary_former",  # led the year 2020, ended since
    "secretary_other",  # of the other bloc
    "head",  # of a unit in the year
    "officer",
    "head_other",  # of a unit of the other bloc
    "teller",
    "observer",
)


@dataclass(frozen=True)
class Row:
    """One address: for each method, which seats get which status.

    `get` and `post` map a status to the names of seats, separated by spaces ("everyone": all of them, anonymous only where `public`);
    signed-in seats not named get
    `otherwise` (404: what one may not see does not exist), anonymous is sent to sign in (302) unless named.
    A method without a map must answer 405. `kwargs` are the address's beyond bloc and year: a dict, or a function
    of the stage (tests/test_permissions.py) that makes what the address needs. `data` is posted.
    """

    name: str
    get: dict[int, str] | None = None
    post: dict[int, str] | None = None
    otherwise: int = 404
    kwargs: dict[str, Any] | Callable[[Any], dict[str, Any]] = field(default_factory=dict)
    data: dict[str, Any] | Callable[[Any], dict[str, Any]] = field(default_factory=dict)
    published: bool = False
    of_year: bool = True
    public: bool = False
