// The score grid: moving by keyboard, checks and totals while typing, each cell saved as it is left.
"use strict";

(() => {
  const form = document.querySelector("form[data-grid]");
  const table = form.querySelector("table.grid");
  const sprite = document.querySelector("svg use").getAttribute("href").split("#")[0];
  const find = (name) => document.querySelector(`[data-${name}]`);
  const places = table.dataset.places;
  const bonusCap = gridNumbers.read(table.dataset.bonusCap);
  const undoable = [];
  let pasting = null;
  let handingIn = null;
  let last = null;
  let leaving = false;
  // Arrows move between cells, as while typing in Excel; in a cell clicked once more (or F2) they move in its text.
  let editing = false;

  // ── The table as it is drawn ──────────────────────────────────────────
  const heads = [...table.querySelectorAll("th[data-sheet]")].map((head) => ({ head, sheet: head.dataset.sheet, name: head.querySelector("abbr").textContent }));
  const lines = [...table.tBodies[0].rows].map((element) => {
    const { parent, code, criterion, group, guide } = element.dataset;
    if (parent) return { element, parent };
    const row = { element, code, group, guide, maximum: gridNumbers.read(element.dataset.max), step: gridNumbers.read(element.dataset.step) };
    row.cells = heads.map(({ sheet }, column) => cellOf(element.cells[column + 2].querySelector("input"), row, column, `${sheet}-${criterion}`));
    return row;
  });
  const rows = lines.filter((line) => line.cells);
  const cells = new Map(rows.flatMap((row) => row.cells).filter(Boolean).map((cell) => [cell.key, cell]));
  const byInput = new Map([...cells.values()].map((cell) => [cell.input, cell]));

  // `stored`: what the server has; `typed`: the last text that was left standing.
  function cellOf(input, row, column, key) {
    if (!input) return null;
    const stored = input.dataset.base ?? input.defaultValue;
    return { input, row, column, key, stored, typed: stored, readonly: input.readOnly, fault: input.dataset.base === undefined ? "" : input.title };
  }

  const queue = new GridQueue({ url: form.dataset.saveUrl, person: Number(form.dataset.person), year: form.dataset.year }, told, show);

  function told(key, what, answer) {
    const cell = cells.get(key);
    if (!cell) return;
    if (what === "wrong") {
      // Leaving the cell once more tries again: the sheet may be open by then.
      cell.fault = answer.message;
      cell.typed = cell.stored;
    }
    if (answer.stored !== undefined && what !== "wrong") cell.stored = answer.stored;
    if (answer.replaces) {
      cell.input.value = cell.typed = answer.stored;
      cell.fault = "";
      total(cell.column);
    }
    show();
  }

  // ── Typing ────────────────────────────────────────────────────────────
  function check(cell) {
    return gridNumbers.check(cell.input.value, cell.row.maximum, cell.row.step);
  }

  // The cell is left: what stands in it goes to the server, unless it is wrong.
  function settle(cell, undo = null) {
    if (cell.readonly) return;
    const { text, fault } = check(cell);
    cell.fault = fault;
    if (!fault) {
      cell.input.value = text;
      if (text !== cell.typed) {
        if (undo) undo.push({ cell, text: cell.typed });
        cell.typed = text;
        queue.put(cell.key, text, cell.stored);
      }
    }
    paint(cell);
  }

  function settleOne(cell) {
    const undo = [];
    settle(cell, undo);
    if (undo.length) undoable.push(undo);
    show();
  }

  function set(changes) {
    const undo = [];
    for (const { cell, text } of changes) {
      cell.input.value = text;
      settle(cell, undo);
    }
    heads.forEach((_, column) => total(column));
    show();
    return undo;
  }

  table.addEventListener("input", (event) => {
    const cell = byInput.get(event.target);
    if (!cell) return;
    cell.fault = check(cell).fault;
    pasting = null;
    total(cell.column);
    show();
  });
  table.addEventListener("focusin", (event) => {
    const cell = byInput.get(event.target);
    if (!cell) return;
    last = cell;
    editing = false;
    cell.input.select();
    heads.forEach(({ head }, column) => head.classList.toggle("is-here", column === cell.column));
    find("guide-line").hidden = false;
    const where = document.createElement("strong");
    where.textContent = `${cell.row.code} · ${heads[cell.column].name}`;
    const promise = document.getElementById(cell.input.getAttribute("aria-describedby"));
    const words = [cell.row.guide, promise && `chỉ tiêu: ${promise.textContent.replace(/^Chỉ tiêu: /, "")}`].filter(Boolean);
    find("guide-text").replaceChildren(where, words.length ? `: ${words.join(" · ")}` : "");
    show();
    bringIntoSight();
  });
  table.addEventListener("focusout", (event) => {
    const cell = byInput.get(event.target);
    if (cell) settleOne(cell);
  });

  // ── Moving ────────────────────────────────────────────────────────────
  function go(cell, down, across) {
    let row = rows.indexOf(cell.row) + down;
    let column = cell.column + across;
    for (;;) {
      // Past the foot of a column lies the top of the next.
      if (down && (row < 0 || row >= rows.length)) {
        column += down;
        row = down > 0 ? 0 : rows.length - 1;
      }
      const next = rows[row]?.cells[column];
      if (next === undefined) return;
      if (next) {
        next.input.focus();
        return;
      }
      row += down;
      column += across;
    }
  }

  const atEdge = (input, end) => input.selectionStart === (end ? input.value.length : 0) && input.selectionEnd === input.selectionStart;

  table.addEventListener("mousedown", (event) => {
    if (!byInput.has(event.target) || event.button) return;
    editing = event.target === document.activeElement;
    if (editing) return;
    // The click that enters a cell selects what stands in it, instead of placing a caret.
    event.preventDefault();
    event.target.focus();
  });

  table.addEventListener("keydown", (event) => {
    const cell = byInput.get(event.target);
    if (!cell || event.isComposing || event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    const { input } = cell;
    if (control && event.key.toLowerCase() === "z" && !event.shiftKey) {
      // While a number is being typed the browser's own undo works in it.
      if (input.value === cell.typed) {
        event.preventDefault();
        undoLast();
      }
      return;
    }
    if (control) return;
    const moves = { Enter: [event.shiftKey ? -1 : 1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    if (event.key === "ArrowRight" && (!editing || atEdge(input, true))) moves.ArrowRight = [0, 1];
    if (event.key === "ArrowLeft" && (!editing || atEdge(input, false))) moves.ArrowLeft = [0, -1];
    if (event.key === "F2") {
      editing = !editing;
      input.setSelectionRange(editing ? input.value.length : 0, input.value.length);
    } else if (event.key === "Escape") {
      input.value = cell.typed;
      cell.fault = "";
      total(cell.column);
      input.select();
      pasting = null;
      show();
    } else if (moves[event.key] && !(event.shiftKey && event.key !== "Enter")) {
      event.preventDefault();
      go(cell, ...moves[event.key]);
    }
  });

  function undoLast() {
    const group = undoable.pop();
    if (!group) return;
    set(group.reverse());
    group[0].cell.input.focus();
    group[0].cell.input.select();
  }

  // ── Pasting ───────────────────────────────────────────────────────────
  table.addEventListener("paste", (event) => {
    const cell = byInput.get(event.target);
    const block = cell && gridPaste.parse(event.clipboardData.getData("text/plain"));
    if (!block) return;
    event.preventDefault();
    const plan = gridPaste.plan(block, lines, lines.indexOf(cell.row), cell.column);
    pasting = { ...plan, from: cell, done: false };
    if (!plan.wrong.length && !plan.outside) applyPaste();
    else show();
  });

  function applyPaste() {
    const undo = set(pasting.right);
    if (undo.length) undoable.push(undo);
    pasting.done = true;
    pasting.from.input.focus();
    pasting.from.input.select();
    show();
  }

  // ── Totals ────────────────────────────────────────────────────────────
  function total(column) {
    const sums = { content: 0n, bonus: 0n, penalty: 0n };
    const parents = new Map(lines.filter((line) => line.parent).map((line) => [line.parent, null]));
    let scored = false;
    for (const row of rows) {
      const cell = row.cells[column];
      const { value, fault } = cell ? check(cell) : {};
      if (!cell || fault || value === null) continue;
      scored = true;
      sums[row.group] += value;
      for (let dot = row.code.lastIndexOf("."); dot > 0; dot = row.code.lastIndexOf(".", dot - 1)) {
        const parent = row.code.slice(0, dot);
        if (parents.has(parent)) parents.set(parent, (parents.get(parent) ?? 0n) + value);
      }
    }
    for (const line of lines) {
      if (line.parent) line.element.cells[column + 2].textContent = gridNumbers.writeTotal(parents.get(line.parent), places);
    }
    const bonus = bonusCap !== null && sums.bonus > bonusCap ? bonusCap : sums.bonus;
    table.tFoot.rows[0].cells[column + 2].textContent = scored ? gridNumbers.writeTotal(sums.content + bonus - sums.penalty, places) : "";
  }

  // ── What is said ──────────────────────────────────────────────────────
  function paint(cell) {
    const entry = queue.entries.get(cell.key);
    const state = cell.fault ? "is-wrong" : entry?.held ? "is-stale" : entry?.flying ? "is-saving" : entry ? "is-waiting" : "";
    if (cell.drawn === state + cell.fault) return;
    cell.drawn = state + cell.fault;
    cell.input.className = state ? `cell ${state}` : "cell";
    if (cell.fault) cell.input.setAttribute("aria-invalid", "true");
    else cell.input.removeAttribute("aria-invalid");
    cell.input.title = cell.fault;
  }

  function show() {
    const all = [...cells.values()];
    all.forEach(paint);
    const wrong = all.filter((cell) => cell.fault);
    const held = queue.held.map((key) => cells.get(key)).filter(Boolean);
    const saved = all.filter((cell) => cell.stored !== "").length;
    const expected = all.filter((cell) => cell.row.group === "content" || cell.stored !== "").length;
    const parts = [
      queue.onTheWay && `${queue.onTheWay} ô ${queue.busy && !queue.trouble ? "đang gửi" : "chờ gửi"}`,
      wrong.length && `${wrong.length} ô sai`,
      held.length && `${held.length} ô người khác đã sửa`,
    ].filter(Boolean);
    const tone = wrong.length || held.length ? "wrong" : queue.trouble ? "off" : queue.onTheWay ? "waiting" : "done";
    say(find("saved"), `Đã lưu ${saved}/${expected} ô`);
    say(find("waiting"), parts.join(" · "));
    say(find("echo"), [`Đã lưu ${saved}/${expected} ô`, ...parts].join(" · "));
    find("state").className = `grid-state is-${tone}`;
    const said = gridMessages(find("message"), sprite, { queue, wrong, held, last, pasting, heads, signIn: form.dataset.signIn, applyPaste, dropPaste });
    if (said && byInput.has(document.activeElement)) bringIntoSight();
    if (handingIn && !queue.entries.size) handInNow();
  }

  // The whole table, its totals too, between the top of the window and what is said at its foot.
  function bringIntoSight() {
    const { top, bottom } = table.parentElement.getBoundingClientRect();
    const covered = bottom - document.querySelector(".grid-foot").getBoundingClientRect().top;
    if (covered > 0) window.scrollBy({ top: Math.min(covered, Math.max(top - 8, 0)), behavior: "instant" });
  }

  function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function dropPaste() {
    pasting.from.input.focus();
    pasting = null;
    show();
  }

  // ── Handing in and leaving ────────────────────────────────────────────
  form.addEventListener("submit", (event) => {
    const active = byInput.get(document.activeElement);
    if (active) settleOne(active);
    const unsaved = [...cells.values()].find((cell) => cell.fault) ?? cells.get(queue.held[0]);
    if (unsaved) {
      event.preventDefault();
      unsaved.input.focus();
    } else if (queue.entries.size) {
      // It goes by itself once the last cell is acknowledged.
      event.preventDefault();
      handingIn = event.submitter;
      queue.again();
    } else {
      form.elements.bases.disabled = true;
      leaving = true;
    }
  });

  function handInNow() {
    const submitter = handingIn;
    handingIn = null;
    form.requestSubmit(submitter);
  }

  window.addEventListener("beforeunload", (event) => {
    const active = byInput.get(document.activeElement);
    if (active) settleOne(active);
    if (!leaving && (queue.entries.size || [...cells.values()].some((cell) => cell.fault))) event.preventDefault();
  });
  document.addEventListener("signing-out", () => {
    leaving = true;
    queue.entries.clear();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });

  // ── Beginning ─────────────────────────────────────────────────────────
  find("save-all").hidden = true;
  for (const [key, entry] of queue.entries) {
    const cell = cells.get(key);
    if (cell && !cell.readonly) cell.input.value = cell.typed = entry.value;
  }
  heads.forEach((_, column) => total(column));
  queue.flush();
})();
