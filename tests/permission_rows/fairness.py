"""How alike the cross-scoring is: never for units. The hall's screen: whoever may see the results."""

from tests.permission_rows import Row

READERS = "board board_all secretary secretary_former"
OF_THE_YEAR = f"{READERS} admin head officer teller observer"

ROWS = [
    Row("results-fairness", get={200: READERS}),
    Row("results-fairness", get={200: READERS}, published=True),
    Row("results-hall", get={200: READERS}),
    Row("results-hall", get={200: OF_THE_YEAR}, published=True),
]
