// The difference to the unit's self-score under a cell follows what is typed into it.
"use strict";

(() => {
  const form = document.querySelector("[data-grid]");
  const marks = form ? [...form.querySelectorAll("[data-claim]")] : [];
  if (!marks.length) return;

  const signed = (value) =>
    `${value > 0 ? "+" : "−"}${String(Math.abs(value)).replace(".", ",")}`;

  function follow() {
    for (const mark of marks) {
      const cell = mark.parentElement.querySelector("input");
      const text = cell ? cell.value.trim().replace(",", ".") : "";
      // Millionths, so that no binary fraction shows.
      const gap = Math.round(Number(text) * 1e6 - Number(mark.dataset.claim) * 1e6) / 1e6;
      mark.querySelector("b").textContent = text && Number.isFinite(gap) && gap ? ` (${signed(gap)})` : "";
    }
  }

  let asked = false;
  const soon = () => {
    if (asked) return;
    asked = true;
    setTimeout(() => { asked = false; follow(); }, 150);
  };
  for (const event of ["input", "focusout", "paste", "keyup"]) form.addEventListener(event, soon);
})();
