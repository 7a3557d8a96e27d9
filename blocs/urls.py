"""Addresses of people, blocs, units, years, papers and the journal."""

from django.urls import URLPattern, path

from blocs.addresses import year_path
from blocs.views import (
    account,
    calendar,
    codes,
    handover,
    journal,
    leading,
    members,
    movement_reviews,
    movements,
    notices,
    papers,
    people,
    phases,
    pledge,
    pledge_checking,
    pledge_desk,
    pledge_substitutes,
    pledge_unit,
    pledges,
    setup,
    start,
    target_results,
    targets,
    unit_events,
    unit_reports,
    year_home,
)

start_urls = [
    path("", start.home, name="home"),
    path("khoi/", start.blocs, name="blocs"),
    path("khoi/moi/", start.bloc_new, name="bloc-new"),
    path("khoi/<slug:bloc>/nam-moi/", start.year_new, name="year-new"),
    year_path("", year_home.year_home, "year-home"),
]

setup_urls = [
    year_path("thiet-lap/", setup.setup, "setup"),
    year_path("thiet-lap/ten-khoi/", setup.identity, "identity"),
    year_path("moc/", phases.phases, "phases"),
    year_path("moc/gia-han/", phases.extensions, "phases-extensions"),
    year_path("moc/gia-han/<int:pk>/", phases.extension, "phases-extension"),
    year_path("moc/gia-han/<int:pk>/thu-hoi/", phases.extension_end, "phases-extension-end"),
    year_path("don-vi/", members.members, "members"),
    year_path("don-vi/them/", members.member_new, "member-new"),
    year_path("don-vi/<int:pk>/", members.member_edit, "member-edit"),
    year_path("don-vi/<int:pk>/chuyen/", members.member_move, "member-move"),
    year_path("don-vi/<int:pk>/dua-ra/", members.member_remove, "member-remove"),
]

leading_urls = [
    year_path("truong-khoi/", leading.leading, "leading"),
    year_path("truong-khoi/luan-phien/", leading.rotation_page, "leading-rotation"),
    year_path("truong-khoi/dau-tien/", leading.first_term, "leading-first"),
    year_path("truong-khoi/ban-giao/", handover.hand_over_new, "handover-new"),
    year_path("truong-khoi/ban-giao/<int:pk>/", handover.hand_over_edit, "handover-edit"),
    year_path("truong-khoi/ban-giao/<int:pk>/thuc-hien/", handover.hand_over_enact, "handover-enact"),
    year_path("truong-khoi/ban-giao/<int:pk>/huy/", handover.hand_over_cancel, "handover-cancel"),
    year_path("truong-khoi/ban-giao/<int:pk>/bien-ban/", handover.minutes, "handover-minutes"),
    year_path("truong-khoi/ban-giao/<int:pk>/bien-ban-da-ky/", handover.scan, "handover-scan"),
    year_path("su-kien-don-vi/", unit_events.unit_events, "unit-events"),
    year_path("su-kien-don-vi/<slug:kind>/", unit_events.unit_event_new, "unit-event-new"),
]

calendar_urls = [
    year_path("lich/", calendar.year_calendar, "calendar"),
    year_path("lich/dia-chi/", calendar.address, "calendar-address"),
    path("lich/<str:token>.ics", calendar.feed, name="calendar-feed"),
]

account_urls = [
    path("dang-nhap/", account.sign_in, name="sign-in"),
    path("dang-xuat/", account.sign_out, name="sign-out"),
    path("doi-mat-khau/", account.password_change, name="password-change"),
    path("ma-moi/", codes.enter_code, name="enter-code"),
    path("ma-moi/<str:code>/", codes.access_code, name="access-code"),
]

people_urls = [
    path("nguoi-dung/", people.people, name="people"),
    path("nguoi-dung/moi/", people.person_invite, name="person-invite"),
    path("nguoi-dung/<int:pk>/", people.person, name="person"),
    path("nguoi-dung/<int:pk>/phieu/", people.person_slip, name="person-slip"),
    path("nguoi-dung/<int:pk>/tai-khoan/", people.person_account, name="person-account"),
    path("nguoi-dung/<int:pk>/vai-tro/<int:seat>/thoi/", people.person_seat_end, name="person-seat-end"),
    path("quyen/", journal.rights, name="rights"),
]

journal_urls = [
    year_path("nhat-ky/", journal.year_journal, "journal"),
    year_path("nhat-ky/viec-ngoai-le/", journal.exceptional, "journal-exceptional"),
    path("nhat-ky/", journal.installation_journal, name="journal-installation"),
    path("nhat-ky/<int:pk>/", journal.closed_journal, name="journal-closed"),
]

pledge_urls = [
    year_path("giao-uoc/", pledges.pledges, "pledges"),
    year_path("giao-uoc/van-ban/", pledge.pledge, "pledge"),
    year_path("giao-uoc/van-ban/lan-<int:number>.pdf", pledge.pdf, "pledge-pdf"),
    year_path("giao-uoc/van-ban/ban-cuoi/<str:code>/", pledge.issued, "pledge-issued"),
    year_path("giao-uoc/tep/<int:act>/", pledge.file, "pledge-file"),
    year_path("giao-uoc/hoi-truong/", pledge.hall, "pledge-hall"),
    year_path("giao-uoc/hoi-truong/bang/", pledge.hall_board, "pledge-hall-board"),
    year_path("giao-uoc/soan/", pledge_desk.write, "pledge-write"),
    year_path("giao-uoc/soan/moi/", pledge_desk.start, "pledge-start"),
    year_path("giao-uoc/soan/bo/", pledge_desk.discard, "pledge-discard"),
    year_path("giao-uoc/mo-ky/", pledge_desk.open_, "pledge-open"),
    year_path("giao-uoc/khoa/", pledge_desk.lock, "pledge-lock"),
    year_path("giao-uoc/mo-lai/", pledge_desk.unlock, "pledge-unlock"),
    year_path("giao-uoc/ghi-giay/", pledge_desk.record, "pledge-record"),
    year_path("giao-uoc/don-vi/<str:unit>/", pledge_unit.unit, "pledge-unit"),
    year_path("giao-uoc/don-vi/<str:unit>/ky/", pledge_unit.sign, "pledge-sign"),
    year_path("giao-uoc/don-vi/<str:unit>/da-ky/", pledge_unit.done, "pledge-done"),
    year_path("giao-uoc/don-vi/<str:unit>/ky-giay/", pledge_unit.paper, "pledge-paper"),
    year_path("giao-uoc/don-vi/<str:unit>/ky-so/", pledge_unit.digital, "pledge-digital"),
    year_path("giao-uoc/don-vi/<str:unit>/doi-chieu/", pledge_checking.accept, "pledge-accept"),
    year_path("giao-uoc/don-vi/<str:unit>/tra-lai/", pledge_checking.give_back, "pledge-return"),
    year_path("giao-uoc/don-vi/<str:unit>/y-kien/", pledge_unit.answer, "pledge-answer"),
    year_path("giao-uoc/don-vi/<str:unit>/rut-lai/", pledge_unit.withdraw, "pledge-withdraw"),
    year_path("giao-uoc/don-vi/<str:unit>/ky-thay/", pledge_substitutes.substitute, "pledge-substitute"),
    year_path(
        "giao-uoc/don-vi/<str:unit>/ky-thay/<int:pk>/thoi/", pledge_substitutes.end, "pledge-substitute-end"
    ),
]

report_urls = [
    year_path("bao-cao/", unit_reports.reports, "reports"),
    year_path("bao-cao/<checkpoint:checkpoint>/", unit_reports.report_own, "report-own"),
    year_path("bao-cao/<checkpoint:checkpoint>/<int:pk>/", unit_reports.unit_report, "unit-report"),
    year_path(
        "bao-cao/<checkpoint:checkpoint>/<int:pk>/luu/", unit_reports.unit_report_save, "unit-report-save"
    ),
    year_path(
        "bao-cao/<checkpoint:checkpoint>/<int:pk>/gui/",
        unit_reports.unit_report_hand_in,
        "unit-report-hand-in",
    ),
    year_path(
        "bao-cao/<checkpoint:checkpoint>/<int:pk>/mo-lai/",
        unit_reports.unit_report_reopen,
        "unit-report-reopen",
    ),
]

movement_urls = [
    year_path("phong-trao/", movements.movements, "movements"),
    year_path("phong-trao/them/", movements.movement_new, "movement-new"),
    year_path("phong-trao/nam-truoc/", movements.movement_take_over, "movement-take-over"),
    year_path("phong-trao/<int:pk>/", movements.movement_edit, "movement-edit"),
    year_path("phong-trao/<int:pk>/xoa/", movements.movement_remove, "movement-remove"),
    year_path("phong-trao/<int:pk>/chuyen/", movements.movement_move, "movement-move"),
    year_path("phong-trao/<int:pk>/ke-hoach/", movements.movement_plan, "movement-plan"),
    year_path("phong-trao/<int:pk>/danh-gia/", movement_reviews.review_new, "movement-review-new"),
    year_path("phong-trao/danh-gia/<int:pk>/", movement_reviews.review_edit, "movement-review-edit"),
    year_path("phong-trao/danh-gia/<int:pk>/xoa/", movement_reviews.review_remove, "movement-review-remove"),
]

notice_urls = [
    year_path("nhac-viec/", notices.log, "notices"),
    year_path("nhac-viec/nhac/", notices.remind_units, "notices-remind"),
    year_path("nhac-viec/gui-lai/", notices.again, "notices-again"),
    year_path("nhac-viec/phieu/<slug:kind>/", notices.slip_page, "notices-slips"),
    year_path("nhac-viec/ngay/", notices.days, "notices-days"),
    path("thong-bao/", notices.own, name="my-notices"),
]

target_urls = [
    year_path("chi-tieu/", targets.targets, "targets"),
    year_path("chi-tieu/<int:pk>/", targets.promises, "target-promises"),
    year_path("chi-tieu/<int:pk>/nam-truoc/", targets.take, "target-take"),
    year_path("chi-tieu/<int:pk>/ket-qua/", target_results.results, "target-results"),
    year_path("chi-tieu/minh-chung/<int:pk>/", target_results.evidence, "target-evidence"),
    year_path("chi-tieu/minh-chung/<int:pk>/bo/", target_results.evidence_remove, "target-evidence-remove"),
    year_path("chi-tieu/minh-chung/<int:pk>/tep/", target_results.evidence_file, "target-evidence-file"),
]

urlpatterns: list[URLPattern] = [
    *account_urls,
    *people_urls,
    *journal_urls,
    *notice_urls,
    *start_urls,
    *setup_urls,
    *pledge_urls,
    *leading_urls,
    *report_urls,
    *movement_urls,
    *calendar_urls,
    *target_urls,
    year_path("van-ban/", papers.papers, "papers"),
    year_path("van-ban/the-thuc/", papers.settings, "papers-settings"),
    year_path("van-ban/ban-hanh/<str:code>/", papers.issued, "papers-issued"),
    year_path("van-ban/<slug:kind>/ban-hanh/", papers.issue, "papers-issue"),
    year_path("van-ban/<slug:kind>.<str:extension>", papers.draft, "papers-draft"),
]
