// The cells of a page, each a field with a criterion's limits: checked while typing, sent when left, painted as they
// stand. The grid and the page of one criterion after another share it; they differ in how one moves between cells.
"use strict";

class GridCells {
  // `cells`: {input, row: {code, maximum, step}, column, name, sheet, criterion}. `changed()` after anything did.
  constructor(form, cells, changed) {
    this.form = form;
    this.changed = changed;
    this.summoned = false;
    this.person = Number(form.dataset.person);
    this.year = form.dataset.year;
    const entry = form.dataset.entry ?? "1";
    this.all = cells.map((cell) => GridCells.begun(cell, entry));
    this.byKey = new Map(this.all.map((cell) => [cell.key, cell]));
    this.byInput = new Map(this.all.map((cell) => [cell.input, cell]));
    this.leaving = false;
    const page = { url: form.dataset.saveUrl, person: this.person, year: this.year };
    this.queue = new ScoreQueue(page, (...news) => this.told(...news), () => this.show());
    this.others = waiting.ofOthers(this.person);
    waiting.listen((news) => this.heard(news));
    document.addEventListener("signing-out", () => {
      this.leaving = true;
      this.queue.entries.clear();
    });
  }

  // `stored`: what the server has; `typed`: the last text that was left standing; `late`: what the server said of it.
  static begun(cell, entry) {
    const { input } = cell;
    const stored = input.dataset.base ?? input.defaultValue;
    const fault = input.dataset.base === undefined ? "" : input.title;
    return Object.assign(cell, { key: ScoreQueue.key(cell.sheet, cell.criterion, entry), stored, typed: stored, readonly: input.readOnly, fault, late: "" });
  }

  // What waited in this browser is typed again, and sent.
  restore() {
    for (const [key, entry] of this.queue.entries) {
      const cell = this.byKey.get(key);
      if (cell && !cell.readonly) cell.input.value = cell.typed = entry.value;
    }
    this.queue.flush();
  }

  check(cell) {
    return gridNumbers.check(cell.input.value, cell.row.maximum, cell.row.step);
  }

  // The cell is left: what stands in it goes to the server, unless it is wrong. Whether it went.
  settle(cell, undo = null) {
    if (cell.readonly) return false;
    const { text, fault } = this.check(cell);
    cell.fault = fault;
    if (fault) return false;
    cell.input.value = text;
    const again = this.queue.entries.get(cell.key)?.held?.refused;
    if (text === cell.typed && !again) return false;
    if (undo && text !== cell.typed) undo.push({ cell, text: cell.typed });
    cell.typed = text;
    cell.late = "";
    this.queue.put(cell.key, text, cell.stored, { label: this.label(cell) });
    return true;
  }

  label(cell) {
    return `${cell.row.code} · ${cell.name} (${this.form.dataset.paper})`;
  }

  giveReason(cell, reason) {
    this.queue.put(cell.key, cell.typed, cell.stored, { label: this.label(cell), reason });
  }

  told(key, what, answer) {
    const cell = this.byKey.get(key);
    if (!cell) return;
    cell.late = what === "late" ? answer.message : "";
    if (answer.stored !== undefined) cell.stored = answer.stored;
    if (what === "saved") this.spread(key, answer.stored);
    if (answer.replaces || what === "given-up") this.write(cell, answer.stored);
    this.show();
  }

  write(cell, text) {
    cell.input.value = cell.typed = text;
    cell.fault = "";
    this.changed(cell);
  }

  // ── The same person's other tabs ──────────────────────────────────────
  spread(key, stored) {
    waiting.tell({ person: this.person, year: this.year, key, stored });
  }

  // A cell nobody touched here follows what was saved there; one being typed will be told of both values.
  heard({ person, year, key, stored }) {
    const cell = person === this.person && year === this.year && this.byKey.get(key);
    if (!cell || this.queue.entries.has(key) || cell.typed !== cell.stored || cell.input.value !== cell.typed) return;
    cell.stored = stored;
    this.write(cell, stored);
    this.show();
  }

  // ── How they stand ────────────────────────────────────────────────────
  get wrong() {
    return this.all.filter((cell) => cell.fault);
  }

  get stale() {
    return this.queue.held.map((key) => this.byKey.get(key)).filter(Boolean);
  }

  get late() {
    return this.all.filter((cell) => cell.late);
  }

  // The first cell that keeps this page from being left as done.
  get unsaved() {
    return this.wrong[0] ?? this.stale[0] ?? this.queue.kept.map(([key]) => this.byKey.get(key)).find(Boolean);
  }

  paint(cell) {
    const entry = this.queue.entries.get(cell.key);
    let state = "";
    if (cell.fault) state = "is-wrong";
    else if (entry?.held) state = entry.held.refused ? "is-kept" : "is-stale";
    else if (entry) state = entry.flying ? "is-saving" : "is-waiting";
    else if (cell.late) state = "is-late";
    const said = cell.fault || entry?.held?.message || cell.late;
    if (cell.drawn === state + said) return;
    cell.drawn = state + said;
    cell.input.classList.remove("is-wrong", "is-kept", "is-stale", "is-saving", "is-waiting", "is-late");
    if (state) cell.input.classList.add(state);
    if (cell.fault) cell.input.setAttribute("aria-invalid", "true");
    else cell.input.removeAttribute("aria-invalid");
    cell.input.title = said;
  }

  // Once for all that happened in one turn: a paste changes a thousand cells.
  show() {
    if (this.summoned) return;
    this.summoned = true;
    queueMicrotask(() => {
      this.summoned = false;
      this.all.forEach((cell) => this.paint(cell));
      this.changed(null);
    });
  }

  // The words of the line of state, and its tone.
  state() {
    const { queue, wrong, stale, late } = this;
    const kept = queue.kept.length;
    const parts = [
      queue.onTheWay && `${queue.onTheWay} ô ${queue.busy && !queue.trouble ? "đang gửi" : "chờ gửi"}`,
      wrong.length && `${wrong.length} ô sai`,
      stale.length && `${stale.length} ô người khác đã sửa`,
      kept && `${kept} ô chưa được nhận`,
      late.length && `${late.length} ô đến muộn – được giữ lại`,
    ].filter(Boolean);
    const isWrong = wrong.length || stale.length || kept;
    const tone = isWrong ? "wrong" : queue.trouble && queue.onTheWay ? "off" : queue.onTheWay ? "waiting" : "done";
    return { parts, tone };
  }

  // Whether closing the page now would leave something unsaid; what waits is kept all the same.
  get isUnfinished() {
    return !this.leaving && (this.queue.onTheWay > 0 || this.wrong.length > 0 || this.stale.length > 0);
  }
}

// Leaving a page of cells: by its form, which waits for the last answer, by closing it, by a link that says so.
class GridLeaving {
  // `settleActive()` sends the cell being typed; `first()` is the cell that must be put right before, if there is one.
  constructor(cells, settleActive, first) {
    const { form, queue } = cells;
    Object.assign(this, { form, queue, waits: false, submitter: null });
    form.addEventListener("submit", (event) => {
      settleActive();
      const cell = first();
      if (cell) {
        event.preventDefault();
        cell.input.focus();
      } else if (queue.onTheWay) {
        event.preventDefault();
        this.waits = true;
        this.submitter = event.submitter;
        queue.again();
      } else {
        form.elements.bases.disabled = true;
        cells.leaving = true;
      }
    });
    window.addEventListener("beforeunload", (event) => {
      settleActive();
      if (cells.isUnfinished) event.preventDefault();
    });
    // A telephone puts a page away without asking it.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") settleActive();
    });
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-leave]")) cells.leaving = true;
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) window.location.reload();
    });
  }

  // The form that was sent goes by itself once the last cell is acknowledged.
  goOn() {
    if (!this.waits || this.queue.onTheWay) return;
    this.waits = false;
    this.form.requestSubmit(this.submitter);
  }
}
