"""Addresses of people, blocs, units, years, papers and the journal."""

from django.urls import URLPattern, path

from blocs.addresses import year_path
from blocs.views import (
    account,
    codes,
    journal,
    members,
    papers,
    people,
    pledges,
    setup,
    start,
    target_results,
    targets,
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
    year_path("moc/", setup.phases, "phases"),
    year_path("don-vi/", members.members, "members"),
    year_path("don-vi/them/", members.member_new, "member-new"),
    year_path("don-vi/<int:pk>/", members.member_edit, "member-edit"),
    year_path("don-vi/<int:pk>/chuyen/", members.member_move, "member-move"),
    year_path("don-vi/<int:pk>/dua-ra/", members.member_remove, "member-remove"),
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
    path("nhat-ky/", journal.installation_journal, name="journal-installation"),
    path("nhat-ky/<int:pk>/", journal.closed_journal, name="journal-closed"),
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
    *start_urls,
    *setup_urls,
    *target_urls,
    year_path("giao-uoc/", pledges.pledges, "pledges"),
    year_path("van-ban/", papers.papers, "papers"),
    year_path("van-ban/the-thuc/", papers.settings, "papers-settings"),
    year_path("van-ban/ban-hanh/<str:code>/", papers.issued, "papers-issued"),
    year_path("van-ban/<slug:kind>/ban-hanh/", papers.issue, "papers-issue"),
    year_path("van-ban/<slug:kind>.<str:extension>", papers.draft, "papers-draft"),
]
