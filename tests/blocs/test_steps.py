"""Which step of the year stands out as the one that is now."""

import pytest

from blocs.context import Step, _with_one_now


@pytest.mark.parametrize(
    ("states", "drawn"),
    [
        (["done", "done", "todo", "todo"], ["done", "done", "now", "todo"]),
        (["done", "todo", "done", "todo"], ["done", "todo", "done", "now"]),
        (["done", "now", "now", "todo"], ["done", "now", "todo", "todo"]),
        (["todo", "todo"], ["todo", "todo"]),
        (["done", "done"], ["done", "done"]),
        ([], []),
    ],
)
def test_one_step_is_now(states: list[str], drawn: list[str]) -> None:
    steps = [Step(label=str(index), note="", state=state) for index, state in enumerate(states)]
    assert [step.state for step in _with_one_now(steps)] == drawn
