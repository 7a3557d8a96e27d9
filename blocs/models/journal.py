"""The append-only journal: one chain a bloc-year and one for the installation (design §4)."""

from django.db import models

from blocs.models.years import BlocYear


class Chain(models.Model):
    """A chain of entries; it outlives its year when a workbook replaces the year."""

    year = models.OneToOneField(BlocYear, on_delete=models.SET_NULL, null=True, related_name="chain")
    name = models.CharField(max_length=255)
    is_installation = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_installation"],
                condition=models.Q(is_installation=True),
                name="one_chain_of_the_installation",
            )
        ]

    def __str__(self) -> str:
        return self.name


class JournalEntry(models.Model):
    """One entry: its canonical text, and a hash over that text and the hash before it.

    `text` is JSON with sorted keys: at, actor, name, seat, action, subject, old, new, reason. Nothing of it is
    kept a second time in a column, where it could say something else than what was hashed. Triggers on both
    engines refuse UPDATE, DELETE and TRUNCATE (blocs/triggers.py).
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    text = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="entry_number_in_chain")]

    def __str__(self) -> str:
        return f"{self.chain} #{self.number}"
