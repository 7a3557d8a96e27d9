// One criterion after another: what is typed goes through the queue of the grid; leaving waits for the last answer.
"use strict";

(() => {
  const form = document.querySelector("form[data-one]");
  const sprite = document.querySelector("svg use").getAttribute("href").split("#")[0];
  const find = (name) => document.querySelector(`[data-${name}]`);
  const { code, criterion, max, step } = form.dataset;
  const row = { code, maximum: gridNumbers.read(max), step: gridNumbers.read(step) };
  const inputs = [...form.querySelectorAll("input.cell")];
  let last = null;
  let toldLate = false;

  const cells = new GridCells(form, inputs.map((input, column) => ({ input, row, column, name: input.dataset.name, sheet: input.dataset.sheet, criterion })), changed);
  const { queue, byInput } = cells;
  // What was refused is kept in the browser and does not hold anybody back on the way through the criteria.
  const leaving = new GridLeaving(cells, settleActive, () => cells.wrong[0] ?? cells.stale[0]);

  function settleActive() {
    const active = byInput.get(document.activeElement);
    if (active) settle(active);
  }

  function settle(cell) {
    cells.settle(cell);
    cells.show();
  }

  form.addEventListener("input", (event) => {
    const cell = byInput.get(event.target);
    if (!cell) return;
    cell.fault = cells.check(cell).fault;
    cells.show();
  });
  form.addEventListener("focusin", (event) => {
    last = byInput.get(event.target) ?? last;
  });
  form.addEventListener("focusout", (event) => {
    const cell = byInput.get(event.target);
    if (cell) settle(cell);
  });
  // The phone's "next" goes to the next field, and on from the last one.
  form.addEventListener("keydown", (event) => {
    const next = event.key === "Enter" && inputs[inputs.indexOf(event.target) + 1];
    if (!next || !byInput.has(event.target)) return;
    event.preventDefault();
    next.focus();
  });

  function changed() {
    const { parts, tone } = cells.state();
    const text = parts.join(" · ") || "Đã lưu";
    find("state").hidden = !parts.length && cells.all.every((cell) => cell.stored === "");
    find("state").className = `grid-state is-${tone}`;
    if (find("saved").textContent !== text) find("saved").textContent = text;
    const { wrong, stale, late, others } = cells;
    gridMessages(find("message"), sprite, { queue, wrong, stale, late, others, last, pasting: null, signIn: form.dataset.signIn });
    // What came after the closing is said on this page first; the next press goes on.
    if (late.length && !toldLate && !queue.onTheWay) {
      toldLate = true;
      leaving.waits = false;
    }
    leaving.goOn();
  }

  cells.restore();
  cells.show();
})();
