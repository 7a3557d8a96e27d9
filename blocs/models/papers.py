"""Stored files, the settings of the year's papers, and issued documents."""

from django.db import models
from django.utils import timezone

from blocs.models.people import User
from blocs.models.years import BlocYear


class StoredFile(models.Model):
    """Bytes kept outside the web root under a random name, served only through the rules."""

    year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    stored_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


class PaperSettings(models.Model):
    """Letterhead, place, number series, signers and recipients of a year's papers (page "Văn bản").

    Lines are kept as typed, one a line. `signers`: a list of {role, authority, title, name}.
    """

    year = models.OneToOneField(BlocYear, on_delete=models.CASCADE, related_name="paper_settings")
    superior = models.TextField("cơ quan chủ quản", blank=True)
    issuer = models.TextField("tên cơ quan ban hành", blank=True)
    place = models.CharField("địa danh", max_length=100, blank=True)
    symbol = models.CharField("ký hiệu", max_length=30, blank=True)
    leader_authority = models.CharField(
        "quyền hạn ký", max_length=100, blank=True, default="TM. KHỐI THI ĐUA"
    )
    leader_title = models.CharField("chức vụ người ký", max_length=100, blank=True, default="TRƯỞNG KHỐI")
    leader_unit_title = models.CharField("chức vụ tại đơn vị", max_length=150, blank=True)
    leader_name = models.CharField("họ tên Trưởng khối", max_length=100, blank=True)
    deputy_name = models.CharField("họ tên Phó khối", max_length=100, blank=True)
    secretary_name = models.CharField("họ tên thư ký", max_length=100, blank=True)
    recipients = models.TextField("nơi nhận", blank=True)

    def __str__(self) -> str:
        return f"Văn bản của {self.year}"


class LegalBasis(models.Model):
    """A line of "Căn cứ …" on the year's papers, with the days it is in force."""

    year = models.ForeignKey(BlocYear, on_delete=models.CASCADE, related_name="legal_bases")
    position = models.PositiveIntegerField()
    text = models.CharField("căn cứ", max_length=500)
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("hết hiệu lực từ", null=True, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class IssuedDocument(models.Model):
    """An issued paper: its bytes, number, date and hash, and the journal's anchor printed on it; immutable."""

    year = models.ForeignKey(BlocYear, on_delete=models.PROTECT, related_name="issued_documents")
    kind = models.CharField(max_length=40)
    title = models.CharField("trích yếu", max_length=500)
    # A pledge and other papers without a code of their kind bear no number (documents handbook §2.7).
    number = models.PositiveIntegerField("số", null=True)
    symbol = models.CharField("ký hiệu", max_length=30, blank=True)
    dated = models.DateField("ngày văn bản")
    code = models.CharField("mã kiểm tra", max_length=20, unique=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="document")
    anchor_number = models.PositiveBigIntegerField()
    anchor_hash = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "symbol", "number"], name="number_once_in_a_series"),
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.symbol}" if self.number else self.title

    @property
    def in_words(self) -> str:
        return f"văn bản số {self}" if self.number else f"“{self.title}”"
