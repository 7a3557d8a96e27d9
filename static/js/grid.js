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
  let last = null;
  // Arrows move between cells, as while typing in Excel; in a cell clicked once more (or F2) they move in its text.
  let editing = false;

  // ── The table as it is drawn ──────────────────────────────────────────
  const heads = [...table.querySelectorAll("th[data-sheet]")].map((head) => ({ head, sheet: head.dataset.sheet, name: head.querySelector("abbr").textContent }));
  const lines = [...table.tBodies[0].rows].map((element) => {
    const { parent, code, criterion, group, guide } = element.dataset;
    if (parent) return { element, parent };
    const row = { element, code, group, guide, maximum: gridNumbers.read(element.dataset.max), step: gridNumbers.read(element.dataset.step) };
    row.cells = heads.map(({ sheet, name }, column) => {
      const input = element.cells[column + 2].querySelector("input");
      return input && { input, row, column, name, sheet, criterion };
    });
    return row;
  });
  const rows = lines.filter((line) => line.cells);
  const cells = new GridCells(form, rows.flatMap((row) => row.cells).filter(Boolean), changed);
  const { queue, byInput } = cells;
  const leaving = new GridLeaving(cells, settleActive, () => cells.unsaved);

  function settleActive() {
    const active = byInput.get(document.activeElement);
    if (active) settleOne(active);
  }

  function settleOne(cell) {
    const undo = [];
    cells.settle(cell, undo);
    if (undo.length) undoable.push(undo);
    cells.show();
  }

  function set(changes) {
    const undo = [];
    for (const { cell, text } of changes) {
      cell.input.value = text;
      cells.settle(cell, undo);
    }
    new Set(changes.map(({ cell }) => cell.column)).forEach(total);
    cells.show();
    return undo;
  }

  table.addEventListener("input", (event) => {
    const cell = byInput.get(event.target);
    if (!cell) return;
    cell.fault = cells.check(cell).fault;
    pasting = null;
    total(cell.column);
    cells.show();
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
    offerReason(cell);
    cells.show();
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
      cells.show();
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
    else cells.show();
  });

  function applyPaste() {
    const undo = set(pasting.right);
    if (undo.length) undoable.push(undo);
    pasting.done = true;
    pasting.from.input.focus();
    pasting.from.input.select();
    cells.show();
  }

  // ── Totals ────────────────────────────────────────────────────────────
  function total(column) {
    const sums = { content: 0n, bonus: 0n, penalty: 0n };
    const parents = new Map(lines.filter((line) => line.parent).map((line) => [line.parent, null]));
    let scored = false;
    for (const row of rows) {
      const cell = row.cells[column];
      const { value, fault } = cell ? cells.check(cell) : {};
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
  // `cell`: whose number was replaced; null: how cells stand.
  function changed(cell) {
    if (cell) {
      total(cell.column);
      return;
    }
    const saved = cells.all.filter((one) => one.stored !== "").length;
    const expected = cells.all.filter((one) => one.row.group === "content" || one.stored !== "").length;
    const { parts, tone } = cells.state();
    say(find("saved"), `Đã lưu ${saved}/${expected} ô`);
    say(find("waiting"), parts.join(" · "));
    say(find("echo"), [`Đã lưu ${saved}/${expected} ô`, ...parts].join(" · "));
    find("state").className = `grid-state is-${tone}`;
    if (find("undo")) find("undo").hidden = !undoable.length;
    const { wrong, stale, late, others } = cells;
    const said = gridMessages(find("message"), sprite, { queue, wrong, stale, late, others, last, pasting, signIn: form.dataset.signIn, applyPaste, dropPaste });
    if (said && byInput.has(document.activeElement)) bringIntoSight();
    leaving.goOn();
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

  // ── Why a cell has its points ─────────────────────────────────────────
  function offerReason(cell) {
    if (!find("reason-line")) return;
    find("reason-line").hidden = cell.readonly;
    find("reason-open").hidden = false;
    find("reason-form").hidden = true;
  }

  find("reason-open")?.addEventListener("click", () => {
    find("reason-open").hidden = true;
    find("reason-form").hidden = false;
    find("reason-text").value = last.reason ?? "";
    find("reason-text").focus();
  });
  find("reason-keep")?.addEventListener("click", () => {
    const reason = find("reason-text").value.trim();
    if (reason) {
      last.reason = reason;
      cells.giveReason(last, reason);
    }
    offerReason(last);
    last.input.focus();
    cells.show();
  });
  find("reason-text")?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Escape") find("reason-text").value = "";
    find("reason-keep").click();
  });
  find("undo")?.addEventListener("click", () => undoLast());

  function dropPaste() {
    pasting.from.input.focus();
    pasting = null;
    cells.show();
  }

  // ── Beginning ─────────────────────────────────────────────────────────
  if (find("save-all")) find("save-all").hidden = true;
  cells.restore();
  heads.forEach((_, column) => total(column));
  cells.show();
})();
