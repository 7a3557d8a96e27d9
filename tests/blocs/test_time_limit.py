"""Work that does not end is broken off, and the caller's thread goes on undisturbed."""

import contextlib
import time

import pytest

from blocs.time_limit import TookTooLong, within

# Coverage's own code, torn apart by an interruption, would hold its lock for ever.
pytestmark = pytest.mark.untraced


def forever() -> None:
    while True:
        pass


def busy(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(50))


def stubborn() -> None:
    """A library that swallows everything once."""
    with contextlib.suppress(BaseException):
        forever()
    forever()


def test_what_ends_in_time_gives_its_result() -> None:
    assert within(5, lambda: 6 * 7) == 42


@pytest.mark.parametrize("work", [forever, stubborn])
def test_a_loop_without_end_is_broken_off(work: object) -> None:
    begun = time.monotonic()
    with pytest.raises(TookTooLong):
        within(0.05, work)  # type: ignore[arg-type]
    assert time.monotonic() - begun < 10
    assert sum(range(100_000)) == 4_999_950_000  # nothing arrives later


def test_a_result_made_after_an_interruption_was_swallowed_is_not_believed() -> None:
    def careless() -> str:
        with contextlib.suppress(BaseException):
            forever()
        return "fine"

    with pytest.raises(TookTooLong):
        within(0.05, careless)


def test_the_fault_of_the_work_itself_comes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)


# An interruption may land in a callback of the garbage collector, which reports it; it is repeated until the work ends.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_many_that_end_at_the_very_limit_leave_nothing_behind() -> None:
    for _ in range(300):
        with contextlib.suppress(TookTooLong):
            within(0.001, lambda: busy(0.001))
    time.sleep(0.01)
