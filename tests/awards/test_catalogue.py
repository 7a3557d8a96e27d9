"""The installation's catalogue of titles, and the year's rules of registration."""

from datetime import date
from typing import Any

import pytest

from awards.actions.catalogue import AwardRow, add_award, award_row, change_award, remove_award, row_in_words
from awards.actions.registration_rules import change_registration_rules, stored_in_words
from awards.catalogue import seed_conditions
from awards.limits import limits_of, registrable_awards
from awards.models import Award, AwardCondition, RegistrationLimit
from awards.queries import awards_of
from awards.registration_limits import Limit
from blocs.actions.years import create_year
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, Chain, Province, SeatKind, User
from blocs.refusals import Faults, Invalid, NotAllowed, Refused
from blocs.sentences import sentence
from blocs.terms import AwardKind, AwardLevel
from scoring.models import Score, ScoreSource, Sheet
from tests.awards.registration_scenes import registered
from tests.awards.scenes import as_secretary, award, fresh, last_entry, publish, signed_in, text_of, url
from tests.builders import award_rule, bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    user = person("quan-tri")
    seat(user, SeatKind.ADMIN)
    return user


def row(**more: Any) -> AwardRow:
    values: dict[str, Any] = {
        "code": "FLAG_DISTRICT",
        "name": "Cờ thi đua của huyện",
        "short_name": "Cờ huyện",
        "level": AwardLevel.OTHER,
        "kind": AwardKind.TITLE,
        "for_collectives": True,
        "for_persons": False,
        "conditions": ("Dẫn đầu", "Đoàn kết"),
    }
    return AwardRow(**values | more)


def base_of(found: Award) -> str:
    return fingerprint(row_in_words(award_row(Award.objects.get(pk=found.pk))))


# --- seeds


def test_the_catalogue_begins_with_legal_conditions() -> None:
    assert award("FLAG_GOV").legal_basis.startswith("Điều 25 Luật Thi đua, khen thưởng")
    counts = {one.code: one.conditions.count() for one in Award.objects.prefetch_related("conditions")}
    assert counts["FLAG_GOV"] == 4
    assert counts["COLL_EXCELLENT"] == 5
    assert all(counts[code] for code in ("FLAG_PROV", "MERIT_PROV", "FIGHTER_PROV", "FIGHTER_BASE"))


def test_seeding_again_leaves_what_somebody_edited() -> None:
    award("FLAG_PROV").conditions.exclude(position=1).delete()
    AwardCondition.objects.filter(award=award("FLAG_GOV")).delete()
    Award.objects.filter(code="FLAG_GOV").update(legal_basis="Theo quy chế")
    seed_conditions(Award, AwardCondition)
    assert award("FLAG_PROV").conditions.count() == 1
    assert (award("FLAG_GOV").conditions.count(), award("FLAG_GOV").legal_basis) == (4, "Theo quy chế")


# --- editing


def test_a_row_is_added_changed_and_taken_out_in_the_installations_chain(admin: User) -> None:
    made = add_award(actor=admin, row=row())
    assert Award.objects.last() == made
    entry = last_entry()
    assert sentence(entry) == "đã thêm Cờ thi đua của huyện vào danh mục danh hiệu"
    assert (entry["new"]["Điều kiện"], entry["new"]["Tặng"]) == ("Dẫn đầu / Đoàn kết", "tập thể")
    changed = row(code="FLAG_COMMUNE", conditions=("Đoàn kết", "Dẫn đầu cụm"), gap_years=2)
    base = base_of(made)
    kept = made.conditions.get(text="Đoàn kết").pk
    assert change_award(actor=admin, pk=made.pk, row=changed, base=base)
    assert not change_award(actor=admin, pk=made.pk, row=changed, base=base)  # sent twice
    made.refresh_from_db()
    assert (made.code, [one.text for one in made.conditions.all()]) == (
        "FLAG_COMMUNE",
        ["Đoàn kết", "Dẫn đầu cụm"],
    )
    assert made.conditions.get(text="Đoàn kết").pk == kept  # what was ticked stays ticked
    assert last_entry()["old"]["Mã"] == "FLAG_DISTRICT"
    with pytest.raises(Stale):
        change_award(actor=admin, pk=made.pk, row=row(name="Khác"), base=base)
    remove_award(actor=admin, pk=made.pk)
    with pytest.raises(Refused, match="không còn"):
        remove_award(actor=admin, pk=made.pk)
    assert Chain.objects.get().is_installation


def test_what_was_used_keeps_its_code_and_is_never_taken_out(admin: User) -> None:
    year = bloc_year()
    made = add_award(actor=admin, row=row())
    registered(year.members[0], "FLAG_DISTRICT")
    for code in ("FLAG_DISTRICT", "FLAG_GOV"):
        found = award(code)
        with pytest.raises(Refused, match="ghi ngày thôi áp dụng"):
            remove_award(actor=admin, pk=found.pk)
        with pytest.raises(Faults, match="mã giữ nguyên"):
            change_award(actor=admin, pk=found.pk, row=row(code="KHAC"), base=base_of(found))
    ended = row(valid_to=date(2030, 1, 1))
    assert change_award(actor=admin, pk=made.pk, row=ended, base=base_of(made))


def test_an_award_a_tie_key_names_keeps_its_code(admin: User) -> None:
    bloc_year(tie_keys=["Phiếu FLAG_DISTRICT"])
    made = add_award(actor=admin, row=row())
    with pytest.raises(Refused):
        remove_award(actor=admin, pk=made.pk)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"code": "FLAG_GOV"}, "code"),
        ({"for_collectives": False}, "for_collectives"),
        ({"valid_from": date(2022, 1, 1), "valid_to": date(2022, 1, 1)}, "valid_to"),
    ],
)
def test_what_contradicts_itself(more: dict[str, Any], field: str, admin: User) -> None:
    with pytest.raises(Faults) as error:
        add_award(actor=admin, row=row(**more))
    assert [name for name, _ in error.value.faults] == [field]


def test_who_may_edit(admin: User) -> None:
    here, all_of_them = person("so-noi-vu"), person("vu-tdkt")
    seat(here, SeatKind.BOARD, province=Province.objects.create(name="Tỉnh Một"))
    seat(all_of_them, SeatKind.BOARD)
    add_award(actor=all_of_them, row=row())
    for user in (here, secretary(bloc_year())):
        with pytest.raises(NotAllowed):
            add_award(actor=user, row=row(code="KHAC"))
    admin.seat_rows.update(ends_on=date(2001, 1, 1))
    with pytest.raises(NotAllowed):
        add_award(actor=admin, row=row(code="KHAC"))


# --- pages


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(admin: User) -> None:
    client = signed_in(admin)
    sent = {"code": "mã có dấu", "name": "", "level": "x", "kind": "title", "conditions": "Một\n\nMột\nHai"}
    answer = client.post("/danh-hieu/them/", sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) >= {"code", "name", "level"}
    assert "Một\n\nMột\nHai" in answer.content.decode()
    good = sent | {"code": "CO_HUYEN", "name": "Cờ huyện", "level": "other", "for_collectives": "on"}
    assert client.post("/danh-hieu/them/", good | {"conditions": "x" * 501}).status_code == 422
    assert (
        client.post("/danh-hieu/them/", good | {"conditions": "\n".join("abcdefghijklmnopqrstu")}).status_code
        == 422
    )
    assert client.post("/danh-hieu/them/", good | {"gap_years": "-1"}).status_code == 422
    assert client.post("/danh-hieu/them/", good).status_code == 302
    made = award("CO_HUYEN")
    assert [one.text for one in made.conditions.all()] == ["Một", "Hai"]
    assert "Cờ huyện" in text_of(client, "/danh-hieu/")


def test_two_editors_of_one_row(admin: User) -> None:
    client = signed_in(admin)
    address = f"/danh-hieu/{award('FLAG_PROV').pk}/"
    form = client.get(address).context["form"]
    sent = {field.html_name: str(value) for field in form if (value := field.value()) not in (None, False)}
    assert client.post(address, sent | {"short_name": "Cờ tỉnh", "code": "BO_QUA"}).status_code == 302
    assert award("FLAG_PROV").short_name == "Cờ tỉnh"  # its code stays, whatever is sent
    late = client.post(address, sent | {"short_name": "Cờ của tỉnh"})
    assert late.status_code == 409
    assert "Cờ của tỉnh" in late.content.decode()
    again = late.context["form"]["base"].value()
    assert client.post(address, sent | {"short_name": "Cờ của tỉnh", "base": again}).status_code == 302


def test_who_only_reads_sees_no_button(admin: User) -> None:
    reader = signed_in(secretary(bloc_year()))
    assert "Thêm danh hiệu" not in text_of(reader, "/danh-hieu/")
    answer = reader.get("/danh-hieu/them/")
    assert (answer.status_code, "quản trị hệ thống" in answer.content.decode()) == (403, True)
    assert signed_in(admin).get("/danh-hieu/0/").status_code == 404


# --- what a year may choose


def test_lists_offer_what_is_valid_in_the_year_and_what_is_used(admin: User) -> None:
    year = bloc_year(year=2022)
    Award.objects.filter(code="FLAG_GOV").update(valid_to=date(2022, 1, 1))
    assert "FLAG_GOV" not in {one.code for one in awards_of(year)}
    assert "FLAG_GOV" in {one.code for one in awards_of(year, ["FLAG_GOV"])}
    client = as_secretary(year)
    assert 'value="FLAG_GOV"' not in client.get(url(year, "award-rule-new")).content.decode()
    assert 'value="FLAG_GOV"' not in client.get(url(year, "registrations")).content.decode()
    award_rule(year, "FLAG_GOV")
    assert 'value="FLAG_GOV"' in client.get(url(year, "award-rule-edit", award="FLAG_GOV")).content.decode()
    registered(year.members[0], "FLAG_GOV")
    assert "Cờ Chính phủ" in text_of(client, url(year, "registrations"))


def test_units_choose_the_years_titles_first_and_never_what_is_limited_to_none() -> None:
    year = bloc_year()
    award_rule(year, "MERIT_PROV", 1)
    RegistrationLimit.objects.create(rules=year.current_rules, award=award("FLAG_GOV"), in_bloc=0)
    RegistrationLimit.objects.create(rules=year.current_rules, award=award("FLAG_PROV"), in_bloc=1)
    codes = [one.code for one in registrable_awards(fresh(year))]
    assert codes[0] == "MERIT_PROV"
    assert "FLAG_PROV" in codes
    assert "FLAG_GOV" not in codes
    assert "FLAG_GOV" in [one.code for one in registrable_awards(fresh(year), "FLAG_GOV")]


# --- the rules of registration


def set_rules(actor: User, year: BlocYear, base: str = "", **limits: Limit) -> Any:
    return change_registration_rules(
        actor=actor,
        year=fresh(year),
        one_title=True,
        limits=limits,
        base=base or fingerprint(stored_in_words(fresh(year).current_rules)),
    )


def test_rules_are_set_journalled_and_copied_to_the_next_year() -> None:
    year = bloc_year()
    clerk = secretary(year)
    base = fingerprint(stored_in_words(year.current_rules))
    assert len(set_rules(clerk, year, base, FLAG_GOV=Limit(1, 2), FLAG_PROV=Limit(None, 1))) == 3
    assert set_rules(clerk, year, base, FLAG_GOV=Limit(1, 2), FLAG_PROV=Limit(None, 1)) == []  # sent twice
    with pytest.raises(Stale):
        set_rules(clerk, year, base, FLAG_GOV=Limit(5, None))
    entry = last_entry()
    assert entry["new"]["Cờ thi đua của Chính phủ"] == "mỗi đơn vị 1, cả khối 2"
    assert sentence(entry) == "đã sửa quy tắc đăng ký danh hiệu của năm"
    made = create_year(actor=clerk, bloc=year.bloc, number=2021, source=fresh(year))
    assert limits_of(made.current_rules) == {"FLAG_GOV": Limit(1, 2), "FLAG_PROV": Limit(None, 1)}
    assert made.current_rules.one_collective_title
    set_rules(clerk, year, FLAG_GOV=Limit())
    assert last_entry()["new"]["Cờ thi đua của Chính phủ"] == ""
    assert limits_of(fresh(year).current_rules) == {}
    with pytest.raises(Invalid):
        set_rules(clerk, year, KHONG_CO=Limit(1))


def test_a_first_score_does_not_freeze_them_publishing_does() -> None:
    year = bloc_year()
    clerk = secretary(year)
    leaf = year.current_rules.criteria.get(code="I.1")
    Score.objects.create(
        sheet=Sheet.objects.filter(year=year).first(),
        criterion_id=leaf.criterion_id,
        points=1,
        source=ScoreSource.OWN,
    )
    client, address = signed_in(clerk), url(year, "award-rule-registration")
    pk = award("FLAG_GOV").pk
    base = client.get(address).context["form"]["base"].value()
    sent = {"base": base, "one_title": "on", f"unit{pk}": "1", f"bloc{pk}": ""}
    assert client.post(address, sent | {f"unit{pk}": "một"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert limits_of(fresh(year).current_rules) == {"FLAG_GOV": Limit(1, None)}
    late = client.post(address, sent | {f"bloc{pk}": "3"})
    assert (late.status_code, 'value="3"' in late.content.decode()) == (409, True)
    publish(year, clerk)
    assert client.post(address, {"base": late.context["form"]["base"].value()}).status_code == 409
    assert "Chỉ còn để xem." in text_of(client, address)
