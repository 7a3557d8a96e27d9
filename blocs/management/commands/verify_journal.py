"""Check that the journal is what was written (contract §1)."""

import re
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from blocs import journal
from blocs.models import Chain, JournalEntry
from blocs.pledge_chain import chain_faults
from blocs.transactions import read_snapshot
from blocs.triggers import missing_triggers

_ANCHOR = re.compile(rf"(\d+):([0-9a-fA-F]{{{journal.ANCHOR_DIGITS},64}})")


class Command(BaseCommand):
    help = (
        "Kiểm tra nhật ký: mọi chuỗi, chuỗi việc ký giao ước, các bộ canh trong cơ sở dữ liệu, và dấu in trên văn"
        " bản."
        " Mã thoát 1 và mục hỏng đầu tiên của từng chuỗi nếu có sai."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor",
            action="append",
            default=[],
            metavar="N:HASH",
            help="dấu in trên văn bản, kết quả niêm yết hoặc bản sao lưu, ví dụ 152:3f2a9c01d4e5b677; có thể ghi nhiều lần",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with read_snapshot():
            faults = [*self._faults(), *self._anchor_faults(options["anchor"])]
            entries, chains = JournalEntry.objects.count(), Chain.objects.count()
        if faults:
            for fault in faults:
                self.stdout.write(fault)
            sys.exit(1)
        anchors = f", {len(options['anchor'])} dấu khớp" if options["anchor"] else ""
        self.stdout.write(f"Nhật ký nguyên vẹn: {chains} chuỗi, {entries} mục{anchors}.")

    def _faults(self) -> list[str]:
        gone = [f"Thiếu bộ canh nhật ký {name}: có người đã gỡ nó." for name in missing_triggers()]
        broken = [f"Nhật ký «{fault.chain}», mục {fault.number}: {fault.why}." for fault in journal.faults()]
        acts = [f"Giao ước {fault.year}, việc thứ {fault.number}: {fault.why}." for fault in chain_faults()]
        return gone + broken + acts

    def _anchor_faults(self, anchors: list[str]) -> list[str]:
        faults = []
        for anchor in anchors:
            read = _ANCHOR.fullmatch(anchor.strip())
            if read is None:
                least = journal.ANCHOR_DIGITS
                faults.append(f"Dấu «{anchor}» không đúng dạng N:HASH (ít nhất {least} ký tự của mã băm).")
            elif not journal.holds_anchor(int(read[1]), read[2]):
                faults.append(
                    f"Dấu {anchor} không có trong nhật ký: mục {read[1]} đã bị sửa, bị cắt hoặc của nơi khác."
                )
        return faults
