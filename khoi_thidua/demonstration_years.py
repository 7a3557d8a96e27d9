"""The demonstration's years after 2020: Yên Bái hands over, signs a new pledge, and reviews the half-year of 2022."""

from collections.abc import Sequence
from datetime import date

from awards.demonstration import enter_half_year_2022
from blocs.actions.pledge_signing import OnPaper, record_paper
from blocs.actions.pledge_texts import open_signing, start_text
from blocs.actions.years import create_year
from blocs.documents_pledge import canonical_of, fingerprint_of
from blocs.models import BlocYear, Membership, PledgeSignature, User
from blocs.received_files import FileKind, ReceivedFile
from blocs.storage import read
from blocs.terms import SigningWay
from khoi_thidua.demonstration_handover import YEN_BAI_DAY, hand_yen_bai_over, record_lam_dong

# Those who signed in the hall on 12/1/2021; the others are left for who tries signing.
_SIGNED_IN_THE_HALL = ("KH", "LMHTX", "KHKT", "CTD")


def tell_the_years(
    yen_bai: BlocYear, lam_dong: BlocYear, *, secretary: User, other_secretary: User, stays: Sequence[User]
) -> None:
    """What happened in Lâm Đồng in 2020 and in Yên Bái from the conference of 12/1/2021 to July 2022.

    `stays` are Yên Bái's secretariat after the hand-over; `secretary` is one of them.
    """
    record_lam_dong(actor=other_secretary, year=lam_dong)
    begun = create_year(actor=secretary, bloc=yen_bai.bloc, number=2021, source=yen_bai)
    hand_yen_bai_over(actor=secretary, year=yen_bai, secretariat=stays)
    _sign_in_the_hall(secretary, begun)
    half_year = create_year(actor=secretary, bloc=yen_bai.bloc, number=2022, source=begun)
    enter_half_year_2022(half_year)
    PledgeSignature.objects.bulk_create(
        PledgeSignature(
            membership=member,
            signer=member.representative,
            signer_title=member.representative_title,
            signed_on=date(2022, 2, 25),
            way=SigningWay.PAPER,
        )
        for member in half_year.members
    )


def _sign_in_the_hall(secretary: User, year: BlocYear) -> None:
    """The new pledge is opened at the conference, and some sign on paper there."""
    for member in Membership.objects.filter(year=year).select_related("unit_name"):
        member.representative = f"Đại diện {member.short_name}"
        member.save(update_fields=["representative"])
    draft = start_text(actor=secretary, year=year)
    draft.dated = YEN_BAI_DAY
    draft.save(update_fields=["dated"])
    fresh = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)
    text = open_signing(actor=secretary, year=fresh, shown=fingerprint_of(canonical_of(draft, fresh)))
    assert text.file is not None  # noqa: S101  what was opened has its PDF
    record_paper(
        actor=secretary,
        year=fresh,
        units=[member.pk for member in fresh.members if member.code in _SIGNED_IN_THE_HALL],
        shown=text.fingerprint,
        paper=OnPaper(signed_on=date(2021, 1, 12), certified_by=secretary.full_name),
        scan=ReceivedFile(read(text.file), "giao-uoc-2021-ban-quet.pdf", FileKind.PDF),
    )
