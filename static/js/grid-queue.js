// The cells on their way to the server. Sending a cell again is always safe (the same value is acknowledged again),
// so whatever got no answer is sent again, first the value whose answer was lost, then the newer one.
"use strict";

class GridQueue {
  static BATCH = 60;
  static PATIENCE = 20000;
  static LONGEST_PAUSE = 30000;
  // What is typed within so many milliseconds leaves in one request: twenty people typing are a few requests a second.
  static GATHER = 500;

  // `page`: {url, person, year}. `tell(cell, what, answer)`: what = saved, wrong, stale, waiting. `show()`: anything changed.
  constructor(page, tell, show) {
    this.page = page;
    this.tell = tell;
    this.show = show;
    this.entries = new Map(waiting.restore(page.person, page.year));
    this.busy = false;
    this.pause = 0;
    this.timer = null;
    this.gathering = null;
    // "", offline, signed-out or stopped, with the sentence to say.
    this.trouble = "";
    this.sentence = "";
    window.addEventListener("online", () => this.again());
    window.addEventListener("focus", () => this.again());
    window.addEventListener("offline", () => this.inTrouble("offline", ""));
    document.addEventListener("visibilitychange", () => this.flush());
  }

  // A cell as the server names it, and back; another page's queue names its parts otherwise.
  address(cell) {
    const [sheet, criterion] = cell.split("-").map(Number);
    return { sheet, criterion };
  }

  keyOf(answer) {
    return `${answer.sheet}-${answer.criterion}`;
  }

  // Entries another person's save overtook.
  get held() {
    return [...this.entries].filter(([, entry]) => entry.held).map(([cell]) => cell);
  }

  get onTheWay() {
    let count = 0;
    for (const entry of this.entries.values()) count += entry.held ? 0 : 1;
    return count;
  }

  isSending(cell) {
    return this.busy && this.entries.get(cell)?.flying === true;
  }

  keep(cell, entry) {
    waiting.keep(this.page.person, this.page.year, cell, entry);
  }

  // `more`: {label, reason}; a reason goes along with the value, and is worth sending alone.
  put(cell, value, base, more = {}) {
    const entry = this.entries.get(cell) ?? { value, base, sent: null, held: null };
    Object.assign(entry, more, { value });
    const settled = entry.held ? entry.held.stored : entry.base;
    if (entry.sent === null && value === settled && entry.reason === undefined) {
      this.forget(cell);
      this.tell(cell, "saved", { stored: settled });
      return;
    }
    this.entries.set(cell, entry);
    this.keep(cell, entry);
    if (this.trouble === "stopped") this.trouble = "";
    this.soon();
  }

  soon() {
    this.gathering ??= setTimeout(() => this.flush(), GridQueue.GATHER);
    this.show();
  }

  forget(cell) {
    this.entries.delete(cell);
    waiting.drop(this.page.person, this.page.year, cell);
  }

  // The two answers to "somebody else has saved another value".
  keepMine(cell) {
    const entry = this.entries.get(cell);
    entry.base = entry.held.stored;
    entry.held = null;
    this.put(cell, entry.value, entry.base);
  }

  takeStored(cell) {
    const { stored } = this.entries.get(cell).held;
    this.forget(cell);
    this.tell(cell, "saved", { stored, replaces: true });
  }

  again() {
    this.pause = 0;
    if (this.trouble === "stopped") return;
    this.flush();
  }

  async flush() {
    clearTimeout(this.timer);
    clearTimeout(this.gathering);
    this.gathering = null;
    this.show();
    if (this.busy || this.trouble === "stopped") return;
    const batch = this.batch([...this.entries].filter(([, entry]) => !entry.held));
    if (!batch.length) return;
    this.busy = true;
    for (const [cell, entry] of batch) {
      entry.sent ??= entry.value;
      entry.told = entry.reason;
      entry.flying = true;
      this.keep(cell, entry);
    }
    this.show();
    const went = await this.send(batch);
    this.busy = false;
    for (const [, entry] of batch) entry.flying = false;
    if (!went) this.later();
    else if (this.onTheWay >= GridQueue.BATCH || !this.onTheWay) this.flush();
    else this.soon();
  }

  batch(ready) {
    return ready.slice(0, GridQueue.BATCH);
  }

  later() {
    this.show();
    if (this.trouble === "stopped") return;
    this.pause = Math.min(Math.max(2 * this.pause, 1000), GridQueue.LONGEST_PAUSE);
    this.timer = setTimeout(() => this.flush(), this.pause);
  }

  // Whether the server answered cell by cell; anything else leaves the cells waiting.
  async send(batch) {
    const cells = batch.map(([cell, entry]) => ({ ...this.address(cell), value: entry.sent, base: entry.base, reason: entry.reason }));
    let response;
    let said;
    try {
      response = await fetch(this.page.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": GridQueue.token() },
        body: JSON.stringify({ person: this.page.person, cells }),
        keepalive: true,
        redirect: "error",
        signal: AbortSignal.timeout(GridQueue.PATIENCE),
      });
      said = await response.json();
    } catch {
      return this.inTrouble("offline", "");
    }
    if (response.status === 401) return this.inTrouble("signed-out", said.message);
    if (response.status >= 500) return this.inTrouble("offline", "");
    if (!response.ok) return this.refused(batch, said.message);
    this.pause = 0;
    this.trouble = "";
    const shared = this.address(batch[0][0]);
    for (const answer of said.cells) this.answered(this.keyOf({ ...shared, ...answer }), answer);
    return true;
  }

  // The server refused the request as a whole.
  refused(_batch, sentence) {
    return this.inTrouble("stopped", sentence);
  }

  inTrouble(what, sentence) {
    this.trouble = what;
    this.sentence = sentence;
    this.show();
    return false;
  }

  answered(cell, answer) {
    const entry = this.entries.get(cell);
    if (!entry) return;
    const isWhole = entry.value === entry.sent && entry.reason === entry.told;
    entry.sent = null;
    if (answer.outcome === "stale") {
      entry.held = answer;
      this.keep(cell, entry);
      this.tell(cell, "stale", answer);
      return;
    }
    if (answer.outcome === "saved") entry.base = answer.stored;
    if (!isWhole) {
      this.keep(cell, entry);
      this.tell(cell, "waiting", answer);
    } else if (answer.outcome === "saved" || answer.outcome === "late") {
      this.forget(cell);
      this.tell(cell, answer.outcome, answer);
    } else {
      this.notTaken(cell, entry, answer);
    }
  }

  // Refused for good, unless it is typed anew.
  notTaken(cell, _entry, answer) {
    this.forget(cell);
    this.tell(cell, "wrong", answer);
  }

  // From the cookie, because signing in again in another tab gives a new one.
  static token() {
    return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
  }
}
