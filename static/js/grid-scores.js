// The queue of score cells. What the server does not take (a sheet handed in or locked meanwhile) stays here, and in
// this browser, until the person sends it again or gives it up; other sheets' cells go on.
"use strict";

class ScoreQueue extends GridQueue {
  constructor(page, tell, show) {
    super(page, tell, show);
    this.apart = false;
  }

  // "sheet-criterion", and "-2" behind it for the second entry by another person.
  static key(sheet, criterion, entry) {
    return Number(entry) > 1 ? `${sheet}-${criterion}-${entry}` : `${sheet}-${criterion}`;
  }

  address(cell) {
    const [sheet, criterion, entry = 1] = cell.split("-").map(Number);
    return { sheet, criterion, entry };
  }

  keyOf({ sheet, criterion, entry }) {
    return ScoreQueue.key(sheet, criterion, entry);
  }

  get held() {
    return [...this.entries].filter(([, entry]) => entry.held && !entry.held.refused).map(([cell]) => cell);
  }

  // [cell, entry] of what the server did not take.
  get kept() {
    return [...this.entries].filter(([, entry]) => entry.held?.refused);
  }

  put(cell, value, base, more) {
    const entry = this.entries.get(cell);
    if (entry?.held?.refused) entry.held = null;
    super.put(cell, value, base, more);
  }

  // One entry number a request; one sheet a request after a refusal, so that one closed sheet stops no other.
  batch(ready) {
    const [first] = ready.map(([cell]) => this.address(cell));
    const alike = ready.filter(([cell]) => {
      const { sheet, entry } = this.address(cell);
      return entry === first.entry && (!this.apart || sheet === first.sheet);
    });
    return super.batch(alike);
  }

  refused(batch, message) {
    const sheets = new Set(batch.map(([cell]) => this.address(cell).sheet));
    this.trouble = "";
    if (sheets.size > 1) {
      this.apart = true;
      return true;
    }
    for (const [cell, entry] of batch) this.notTaken(cell, entry, { message });
    return true;
  }

  notTaken(cell, entry, { message, stored }) {
    entry.held = { refused: true, message, stored };
    this.keep(cell, entry);
    this.tell(cell, "refused", { message, stored });
  }

  sendKept() {
    for (const [, entry] of this.kept) entry.held = null;
    this.again();
  }

  giveUpKept() {
    for (const [cell, entry] of this.kept) {
      this.forget(cell);
      this.tell(cell, "given-up", { stored: entry.held.stored ?? entry.base });
    }
    this.show();
  }
}
