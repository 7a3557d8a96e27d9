"""What a unit shows for the points it claims: files and numbers of documents, by criterion."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from blocs.models import Membership, StoredFile, User
from scoring.models.criteria import Criterion


class Evidence(models.Model):
    """One document of a unit for one criterion: a file, or the number of a document the bloc has, or both.

    `item`: which item of a bonus or penalty list it stands for, as the criterion's parameters name it.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="evidence")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="evidence")
    item = models.CharField(max_length=40, blank=True)
    title = models.CharField("trích yếu", max_length=500, blank=True)
    number = models.CharField("số, ký hiệu", max_length=100, blank=True)
    dated = models.DateField("ngày", null=True, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_for = models.BooleanField("tổ thư ký nhập thay", default=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="", number="") | Q(file__isnull=False), name="evidence_shows_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.number or (self.file.name if self.file else "")
