// A unit's report saves itself part by part, shortly after the last key, through the queue the score grid uses: what
// got no answer is sent again, what waits is kept in this browser for this person only and goes with signing out.
"use strict";

class ReportQueue extends GridQueue {
  address(field) {
    return { field };
  }

  keyOf(answer) {
    return answer.field;
  }
}

(() => {
  const form = document.querySelector("form[data-report]");
  const PAUSE = 800;
  const find = (name) => form.querySelector(`[data-${name}]`);
  const bases = JSON.parse(form.elements.bases.value);
  const parts = new Map([...form.querySelectorAll("[data-field]")].map((element) => [element.dataset.field, { element, stored: bases[element.dataset.field], fault: "", timer: null }]));
  const table = form.querySelector(".report-figures tbody");
  let leaving = false;
  let saved = false;
  let handingIn = null;

  const queue = new ReportQueue({ url: form.dataset.saveUrl, person: Number(form.dataset.person), year: form.dataset.storage }, told, show);

  // ── The figures: a table that travels as one text ────────────────────
  const cellsOf = (row) => [...row.querySelectorAll("input, textarea")];
  const linesOf = () => [...table.rows].map((row) => cellsOf(row).map((input) => input.value));
  const typed = (field) => (field === "figures" ? JSON.stringify(linesOf().filter((line) => line.some((cell) => cell.trim()))) : parts.get(field).element.value);

  function put(field, text) {
    if (field !== "figures") {
      parts.get(field).element.value = text;
      return;
    }
    const lines = JSON.parse(text || "[]");
    while (table.rows.length < lines.length + 1) addLine();
    [...table.rows].forEach((row, at) => cellsOf(row).forEach((input, cell) => { input.value = lines[at]?.[cell] ?? ""; }));
    percents();
  }

  function addLine() {
    const row = table.rows[table.rows.length - 1].cloneNode(true);
    const at = table.rows.length;
    cellsOf(row).forEach((input) => {
      input.value = "";
      input.name = input.name.replace(/\d+$/, at);
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+/, at + 1));
    });
    row.querySelector("[data-percent]").textContent = "";
    table.append(row);
  }

  function numberIn(input) {
    try {
      return gridNumbers.read(input.value);
    } catch {
      return null; // the server says what is wrong with it
    }
  }

  function percents() {
    for (const row of table.rows) {
      const [planned, value] = cellsOf(row).slice(2).map(numberIn);
      row.querySelector("[data-percent]").textContent = planned && value !== null ? share(value, planned) : "";
    }
  }

  // One digit after the comma, halves away from zero, as the server writes it.
  function share(value, planned) {
    const negative = (value < 0n) !== (planned < 0n) && value !== 0n;
    const [part, whole] = [value < 0n ? -value : value, planned < 0n ? -planned : planned];
    const tenths = (2n * part * 1000n + whole) / (2n * whole);
    return `${negative && tenths ? "-" : ""}${tenths / 10n},${tenths % 10n}%`;
  }

  // ── Saving ────────────────────────────────────────────────────────────
  function save(field) {
    const part = parts.get(field);
    clearTimeout(part.timer);
    part.timer = null;
    part.fault = "";
    queue.put(field, typed(field), part.stored);
    show();
  }

  const saveAll = () => {
    for (const [field, part] of parts) if (part.timer !== null) save(field);
  };

  function told(field, what, answer) {
    const part = parts.get(field);
    if (!part) return;
    if (what === "saved" || what === "waiting") {
      saved = true;
      part.stored = answer.stored ?? part.stored;
      part.fault = "";
      if (answer.replaces) put(field, part.stored);
    } else if (what === "wrong") {
      part.fault = answer.message;
    }
  }

  form.addEventListener("input", (event) => {
    const field = event.target.closest("[data-field]")?.dataset.field;
    if (!field) return;
    if (field === "figures") {
      percents();
      if (linesOf().at(-1).some((cell) => cell.trim())) addLine();
    }
    const part = parts.get(field);
    clearTimeout(part.timer);
    part.timer = setTimeout(() => save(field), PAUSE);
    show();
  });
  form.addEventListener("focusout", (event) => {
    const field = event.target.closest("[data-field]")?.dataset.field;
    if (field && parts.get(field).timer !== null) save(field);
  });

  // ── What is said ──────────────────────────────────────────────────────
  const LABELS = new Map([...parts.keys()].map((field) => [field, (form.querySelector(`label[for="${field}"]`) ?? form.querySelector(`#${field}-name`)).textContent]));

  function node(name, className, ...inside) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inside);
    return made;
  }

  function button(text, act) {
    const made = node("button", "btn btn-quiet", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  const inWords = (field, text) => {
    if (field !== "figures") return text || "(để trống)";
    return JSON.parse(text || "[]").map(([label, measure, planned, value]) => `${label}${measure ? ` (${measure})` : ""}: ${value || "–"}${planned ? ` / ${planned}` : ""}`).join("\n") || "(để trống)";
  };

  function troubleNote() {
    if (!queue.trouble || !queue.onTheWay) return [];
    const kept = "Phần vừa viết được giữ trong máy này";
    if (queue.trouble === "signed-out") {
      const link = node("a", "", "Đăng nhập lại ở thẻ mới");
      link.href = form.dataset.signIn;
      link.target = "_blank";
      return [["warn", `${queue.sentence} ${kept} và sẽ được gửi tiếp sau khi đăng nhập lại. `, link]];
    }
    if (queue.trouble === "stopped") {
      return [["fault", `${queue.sentence} ${kept}, chưa được lưu. `, button("Thử gửi lại", () => {
        queue.trouble = "";
        queue.again();
      })]];
    }
    return [["warn", `Mất kết nối. ${kept}; trang tự gửi lại khi có mạng. `, button("Gửi lại ngay", () => queue.again())]];
  }

  function staleNotes() {
    return queue.held.map((field) => {
      const entry = queue.entries.get(field);
      const both = node("div", "both", node("div", "", node("strong", "", "Phần vừa nhập"), inWords(field, entry.value)), node("div", "", node("strong", "", "Phần đang lưu"), inWords(field, entry.held.stored)));
      return ["warn", `${LABELS.get(field)}: ${entry.held.message}`, both, button("Giữ phần vừa nhập", () => {
        parts.get(field).stored = entry.held.stored;
        queue.keepMine(field);
      }), " ", button("Lấy phần đang lưu", () => {
        queue.takeStored(field);
        show();
      })];
    });
  }

  let said = "";

  function show() {
    const wrong = [...parts].filter(([, part]) => part.fault);
    const typing = [...parts.values()].some((part) => part.timer !== null);
    const tone = wrong.length || queue.held.length ? "wrong" : queue.trouble && queue.onTheWay ? "off" : queue.onTheWay || typing ? "waiting" : "done";
    find("state").hidden = false;
    find("state").className = `grid-state is-${tone}`;
    const done = saved ? "Đã lưu" : "Viết đến đâu, trang tự lưu đến đó";
    const words = { wrong: "Còn phần chưa lưu", off: "Chờ gửi", waiting: "Đang lưu…", done }[tone];
    if (find("saved").textContent !== words) find("saved").textContent = words;
    const notes = [...troubleNote(), ...wrong.map(([field, part]) => ["fault", `${LABELS.get(field)}: ${part.fault} Phần này chưa được lưu.`]), ...staleNotes()];
    const text = notes.map((note) => note.map((part) => part.textContent ?? part).join("")).join("\n");
    if (text !== said) {
      said = text;
      find("message").replaceChildren(...notes.map(([colour, ...inside]) => node("div", `note note-${colour}`, node("div", "", ...inside))));
    }
    // What could not be saved is looked at first; sending is asked for again.
    if (wrong.length || queue.held.length) handingIn = null;
    if (handingIn && !typing && !queue.entries.size) {
      const submitter = handingIn;
      handingIn = null;
      form.requestSubmit(submitter);
    }
  }

  // ── Sending and leaving ───────────────────────────────────────────────
  form.addEventListener("submit", (event) => {
    saveAll();
    if (queue.entries.size || [...parts.values()].some((part) => part.fault)) {
      // It goes by itself once the last part is acknowledged.
      event.preventDefault();
      handingIn = event.submitter;
      queue.again();
    } else {
      form.elements.bases.disabled = true;
      leaving = true;
    }
  });
  window.addEventListener("beforeunload", (event) => {
    saveAll();
    if (!leaving && (queue.entries.size || [...parts.values()].some((part) => part.fault))) event.preventDefault();
  });
  document.addEventListener("signing-out", () => {
    leaving = true;
    queue.entries.clear();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });

  // ── Beginning ─────────────────────────────────────────────────────────
  find("save").hidden = true;
  // One empty line is enough: the next comes when it is written into.
  while (table.rows.length > 1 && linesOf().slice(-2).flat().every((cell) => !cell.trim())) table.deleteRow(-1);
  for (const [field, entry] of queue.entries) if (parts.has(field)) put(field, entry.value);
  percents();
  queue.flush();
  show();
})();
