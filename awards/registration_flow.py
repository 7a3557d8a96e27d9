"""The states of a registration as a table: from, to, whether a reason is asked, and the words (design §4).

Nothing here writes; the actions walk these rows and no others. Who may: `awards.rules`.
"""

from dataclasses import dataclass

from blocs.terms import RegistrationState

DRAFT, SENT = RegistrationState.DRAFT, RegistrationState.SENT
ACCEPTED, RETURNED = RegistrationState.ACCEPTED, RegistrationState.RETURNED


@dataclass(frozen=True, slots=True)
class Step:
    """`action` is its name in the journal, `refusal` what is said where the state is another."""

    action: str
    sources: tuple[RegistrationState, ...]
    target: RegistrationState
    refusal: str


SEND = Step("registrations.sent", (DRAFT,), SENT, "Đăng ký này đã gửi rồi.")
TAKE_BACK = Step(
    "registrations.taken_back",
    (SENT,),
    DRAFT,
    "Khối đã nhận hoặc đã trả lại đăng ký này nên không rút lại được.",
)
ACCEPT = Step("registrations.accepted", (SENT,), ACCEPTED, "Đăng ký này không còn chờ nhận.")
RETURN = Step(
    "registrations.returned", (SENT, ACCEPTED), RETURNED, "Đăng ký này không ở trạng thái trả lại được."
)

# What a unit's people may still change or drop by themselves.
UNITS_TO_CHANGE = (DRAFT, RETURNED)

# How a state is called to the unit, and the tone of its tag.
WORDS = {
    DRAFT: ("Chưa gửi", "due"),
    SENT: ("Đã gửi, chờ khối nhận", "brand"),
    ACCEPTED: ("Khối đã nhận", "done"),
    RETURNED: ("Khối trả lại", "fault"),
}
