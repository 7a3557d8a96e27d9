"""Beginning, setting up a year, and each person's first page of it."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders import award_rule
from tests.permission_rows import Row

_IN_YEAR = "admin board board_all secretary secretary_former head officer teller observer"
_SET_UP = "admin secretary"


def _member(stage: Any) -> dict[str, Any]:
    return {"pk": stage.year.members[2].pk}


def _award(stage: Any) -> dict[str, Any]:
    award_rule(stage.year)
    return {"award": "FLAG_PROV"}


def _orders(stage: Any) -> dict[str, Any]:
    return {f"order-{member.pk}": "1" for member in stage.year.members}


ROWS = [
    # A person with one bloc goes to its year, one with several or none to the list.
    Row("home", get={302: "everyone"}, of_year=False),
    Row("blocs", get={200: "everyone"}, of_year=False),
    Row(
        "bloc-new",
        get={200: "admin board board_all board_other"},
        post={422: "admin board board_all board_other"},
        otherwise=403,
        of_year=False,
    ),
    Row(
        "year-new",
        get={200: "admin board board_all secretary", 403: "secretary_former head officer teller observer"},
        post={302: "admin board board_all secretary", 403: "secretary_former head officer teller observer"},
        kwargs=lambda stage: {"bloc": stage.year.bloc.code},
        data={"number": "2031", "source": "copy"},
        of_year=False,
    ),
    Row("year-home", get={200: _IN_YEAR}),
    Row("setup", get={200: _SET_UP}),
    Row("identity", get={200: _SET_UP}, post={422: _SET_UP}),
    Row("phases", get={200: _SET_UP}, post={302: _SET_UP}),
    Row("members", get={200: _SET_UP}, post={302: _SET_UP}, data=_orders),
    Row("member-new", get={200: _SET_UP}, post={422: _SET_UP}),
    Row("member-edit", get={200: _SET_UP}, post={422: _SET_UP}, kwargs=_member),
    Row("member-move", post={302: _SET_UP}, kwargs=_member, data={"huong": "len"}),
    Row("member-remove", get={200: _SET_UP}, post={302: _SET_UP}, kwargs=_member),
    Row("rules", get={200: _SET_UP}, post={422: _SET_UP}),
    Row("criteria", get={200: _SET_UP}),
    Row("criterion-new", get={200: _SET_UP}, post={422: _SET_UP}),
    Row("criterion-edit", get={200: _SET_UP}, post={422: _SET_UP}, kwargs={"code": "I.1"}),
    Row("criterion-rule", get={200: _SET_UP}, post={302: _SET_UP}, kwargs={"code": "I.1"}),
    Row("criterion-rule", get={}, post={}, kwargs={"code": "I"}),
    Row("criterion-remove", get={200: _SET_UP}, post={302: _SET_UP}, kwargs={"code": "I.1"}),
    Row("criterion-move", post={302: _SET_UP}, kwargs={"code": "I.2"}, data={"huong": "len"}),
    Row("criteria-renumber", post={302: _SET_UP}),
    Row(
        "criteria-import",
        get={200: _SET_UP},
        post={422: _SET_UP},
        data=lambda stage: {"file": SimpleUploadedFile("so.xlsx", b"khong phai xlsx")},
    ),
    Row("classes", get={200: _SET_UP}, post={302: _SET_UP}),
    Row("award-rules", get={200: _SET_UP}),
    Row("award-rule-new", get={200: _SET_UP}, post={422: _SET_UP}),
    Row("award-rule-edit", get={200: _SET_UP}, post={422: _SET_UP}, kwargs=_award),
    Row("award-rule-move", post={302: _SET_UP}, kwargs=_award, data={"huong": "len"}),
    Row("award-rule-remove", get={200: _SET_UP}, post={302: _SET_UP}, kwargs=_award),
]
