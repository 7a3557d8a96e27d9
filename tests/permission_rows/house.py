from tests.permission_rows import Row

ROWS = [Row("healthz", get={200: "everyone"}, of_year=False, public=True)]
