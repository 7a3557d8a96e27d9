"""What reports adds to the setup's overview: practising."""

from blocs import rules
from blocs.addresses import page
from blocs.models import BlocYear, User
from blocs.setup_sections import SectionState, SetupSection
from reports.actions.practice import practice_of


def sections(user: User, year: BlocYear) -> list[SetupSection]:
    if not rules.can_run_year(user, year):
        return []
    if year.is_practice or practice_of(year) is not None:
        detail = "Bản luyện tập đang mở; làm lại từ đầu hoặc kết thúc ở đây."
    else:
        detail = "Thử mọi việc trên một bản sao của năm; số liệu thật không đổi."
    return [SetupSection(95, "Luyện tập", detail, page("practice", year), SectionState.OPTIONAL)]
