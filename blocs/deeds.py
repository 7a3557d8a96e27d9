"""Who may do what, as a table: the real rules asked about seats made up in memory, so that it cannot lie."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from blocs import pledge_rules, rules
from blocs.models import (
    Bloc,
    BlocYear,
    Membership,
    Province,
    RuleVersion,
    Seat,
    SeatKind,
    Unit,
    UnitName,
    User,
)
from blocs.terms import Role


@dataclass(frozen=True, slots=True)
class Scene:
    """A bloc, last year and this person's unit in it, all in memory: nothing of it is in the database."""

    bloc: Bloc
    unit: Unit
    member: Membership
    year: BlocYear
    published: BlocYear
    person: User  # the unit's head, whom others may want to help


Deeds = tuple[tuple[str, Callable[[User, Scene], bool]], ...]


@dataclass(frozen=True, slots=True)
class DeedGroup:
    """Deeds in words with the rule that decides; the composition lists the groups of every app."""

    title: str
    deeds: Deeds


@dataclass(frozen=True, slots=True)
class DeedRow:
    """What is done, and for each of `column_words()` whether that seat may."""

    words: str
    may: list[bool]


def _may_give(user: User, scene: Scene, *kinds: SeatKind) -> bool:
    return all(
        rules.can_grant(
            user,
            kind,
            bloc=scene.bloc if kind in (SeatKind.SECRETARIAT, SeatKind.TELLER, SeatKind.OBSERVER) else None,
            unit=scene.unit if kind in (SeatKind.HEAD, SeatKind.OFFICER) else None,
        )
        for kind in kinds
    )


DEEDS: tuple[DeedGroup, ...] = (
    DeedGroup(
        "Năm thi đua",
        (
            ("Tạo khối mới", lambda user, scene: rules.can_create_bloc(user)),
            ("Mở năm thi đua mới của khối", lambda user, scene: rules.can_create_year(user, scene.bloc)),
            (
                "Thiết lập đơn vị, tiêu chí, quy tắc, thời hạn",
                lambda user, scene: rules.can_set_up_year(user, scene.year),
            ),
            (
                "Điều hành năm: nhập thay, chốt, niêm yết, ban hành văn bản",
                lambda user, scene: rules.can_run_year(user, scene.year),
            ),
            ("Nhắc các đơn vị còn việc", lambda user, scene: rules.can_remind(user, scene.year)),
            (
                "Xem mọi phiếu chấm và kết quả khi chưa niêm yết",
                lambda user, scene: rules.can_read_scores(user, scene.year),
            ),
            (
                "Xem kết quả đã niêm yết",
                lambda user, scene: rules.can_see_results(user, scene.published),
            ),
            (
                "Chuẩn bị và thực hiện bàn giao Trưởng khối",
                lambda user, scene: rules.can_hand_over(user, scene.year),
            ),
            (
                "Ghi đổi tên, sáp nhập, chia tách, giải thể đơn vị",
                lambda user, scene: rules.can_record_unit_events(user, scene.year),
            ),
            (
                "Chuyển đơn vị sang khối khác",
                lambda user, scene: rules.can_move_units(user, scene.year),
            ),
            (
                "Gia hạn một mốc cho một đơn vị",
                lambda user, scene: rules.can_set_up_year(user, scene.year),
            ),
            ("Đọc nhật ký của năm", lambda user, scene: rules.can_read_journal(user, scene.year)),
        ),
    ),
    DeedGroup(
        "Giao ước",
        (
            (
                "Soạn, mở ký, khóa giao ước; ghi chữ ký trên giấy",
                lambda user, scene: pledge_rules.can_write_pledge(user, scene.year),
            ),
            (
                "Xác nhận điện tử giao ước cho đơn vị mình (hoặc người được cử ký thay)",
                lambda user, scene: rules.is_head_of(user, scene.member),
            ),
            (
                "Cử người ký giao ước thay lãnh đạo đơn vị",
                lambda user, scene: pledge_rules.can_name_substitute(user, scene.year, scene.member),
            ),
        ),
    ),
    DeedGroup(
        "Người dùng",
        (
            (
                "Mời và cho thôi tổ thư ký, tổ kiểm phiếu, người quan sát của khối",
                lambda user, scene: _may_give(
                    user, scene, SeatKind.SECRETARIAT, SeatKind.TELLER, SeatKind.OBSERVER
                ),
            ),
            (
                "Mời và cho thôi lãnh đạo, cán bộ của đơn vị trong khối",
                lambda user, scene: _may_give(user, scene, SeatKind.HEAD, SeatKind.OFFICER),
            ),
            (
                "Mời và cho thôi quản trị hệ thống, cơ quan thường trực, Hội đồng",
                lambda user, scene: _may_give(user, scene, SeatKind.ADMIN, SeatKind.BOARD),
            ),
            (
                "Cấp phiếu đặt lại mật khẩu cho người của đơn vị trong khối",
                lambda user, scene: rules.can_make_slip(user, scene.person),
            ),
            ("Đọc nhật ký hệ thống", lambda user, scene: rules.can_read_installation_journal(user)),
        ),
    ),
)


def make_scene() -> Scene:
    province = Province(pk=1, name="Tỉnh")
    bloc = Bloc(pk=1, code="khoi", name="Khối", province=province)
    unit = Unit(pk=1, home_bloc=bloc, code="A")
    number = timezone.localdate().year - 1
    year = BlocYear(pk=1, bloc=bloc, year=number, name=bloc.name, province=province)
    published = BlocYear(
        pk=2,
        bloc=bloc,
        year=number,
        name=bloc.name,
        province=province,
        results_published_at=timezone.now(),
    )
    name = UnitName(pk=1, unit=unit, name="Đơn vị A")
    member = Membership(pk=1, year=year, unit=unit, unit_name=name, code="A", position=0, role=Role.MEMBER)
    for made in (year, published):
        made.rules = RuleVersion(pk=1, year=made, scale=100)
        made.__dict__.update(phases_by_kind={}, members=[member])
    return Scene(
        bloc=bloc,
        unit=unit,
        member=member,
        year=year,
        published=published,
        person=_holder(1, Seat(kind=SeatKind.HEAD, unit=unit)),
    )


def _holder(pk: int, seat: Seat) -> User:
    if not seat.starts_on:
        seat.starts_on = date(2000, 1, 1)
    seat.user = user = User(pk=pk, username=f"nguoi-{pk}", full_name="Người")
    held = [seat] if seat.is_held_on(timezone.localdate()) else []
    user.__dict__.update(seats=held, all_seats=[seat])
    return user


def columns(scene: Scene) -> list[tuple[str, User]]:
    """(the seat in words, a made-up holder of it), as the table shows them."""
    year = scene.year.year
    ended = Seat(
        kind=SeatKind.SECRETARIAT,
        bloc=scene.bloc,
        starts_on=date(year, 1, 1),
        ends_on=date(year + 1, 1, 1),
    )
    seats = [
        (SeatKind.ADMIN.label, Seat(kind=SeatKind.ADMIN)),
        ("Cơ quan thường trực, Hội đồng", Seat(kind=SeatKind.BOARD, province=scene.bloc.province)),
        (SeatKind.SECRETARIAT.label, Seat(kind=SeatKind.SECRETARIAT, bloc=scene.bloc)),
        ("Tổ thư ký đã bàn giao", ended),
        (SeatKind.HEAD.label, Seat(kind=SeatKind.HEAD, unit=scene.unit)),
        (SeatKind.OFFICER.label, Seat(kind=SeatKind.OFFICER, unit=scene.unit)),
        (SeatKind.TELLER.label, Seat(kind=SeatKind.TELLER, bloc=scene.bloc)),
        (SeatKind.OBSERVER.label, Seat(kind=SeatKind.OBSERVER, bloc=scene.bloc)),
    ]
    return [(words, _holder(pk, seat)) for pk, (words, seat) in enumerate(seats, start=2)]


def table(groups: Iterable[DeedGroup]) -> tuple[list[str], list[tuple[str, list[DeedRow]]]]:
    """(column words, [(group title, rows)]), asked of the rules now."""
    scene = make_scene()
    holders = columns(scene)
    asked = [
        (
            group.title,
            [DeedRow(words, [may(user, scene) for _, user in holders]) for words, may in group.deeds],
        )
        for group in groups
    ]
    return [words for words, _ in holders], asked
