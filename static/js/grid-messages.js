// What stands under the grid: the line's trouble, a paste to confirm, a cell somebody else changed, a wrong cell.
"use strict";

const gridMessages = (() => {
  function node(name, className, ...inside) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inside);
    return made;
  }

  function icon(sprite, name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${sprite}#${name}`);
    svg.append(use);
    return svg;
  }

  function toCell(cell, text = "Đến ô") {
    const link = node("a", "", text);
    link.href = `#${cell.input.id}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      cell.input.focus();
    });
    return link;
  }

  function button(text, act, className = "btn btn-quiet") {
    const made = node("button", className, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  const where = (cell) => `${cell.row.code} · ${cell.name}`;

  function signInLinks(signIn) {
    const beside = node("a", "", "Đăng nhập lại ở thẻ mới");
    beside.href = signIn;
    beside.target = "_blank";
    const here = node("a", "", "đăng nhập lại ngay ở thẻ này");
    here.href = `${signIn}?next=${encodeURIComponent(window.location.pathname + window.location.search)}`;
    here.dataset.leave = "";
    return [beside, " hoặc ", here, "."];
  }

  function troubleNote({ queue, signIn }) {
    const count = queue.onTheWay;
    const kept = `${count} ô đang chờ được giữ trong máy này`;
    if (!queue.trouble || !count) return [];
    if (queue.trouble === "signed-out") {
      return ["warn", "exclamation-triangle-fill", `${queue.sentence} ${kept} và sẽ được gửi tiếp khi đăng nhập lại. `, ...signInLinks(signIn)];
    }
    return ["warn", "exclamation-triangle-fill", `Mất kết nối. ${kept}; trang tự gửi lại khi có mạng. `, button("Gửi lại ngay", () => queue.again())];
  }

  // What somebody else typed on this machine and could not send: how many, and nothing more.
  function othersNote({ others }) {
    if (!others) return [];
    return ["info", "info-circle-fill", `Máy này còn ${others} ô chờ của người khác; các ô ấy chỉ được gửi khi chính người ấy đăng nhập lại.`];
  }

  // Not taken, since the sheet is handed in, locked or gone: the numbers stay until the person says what to do.
  function keptNote({ queue }) {
    const { kept } = queue;
    if (!kept.length) return [];
    const list = node("textarea", "form-control kept-cells", kept.map(([cell, entry]) => `${entry.label || cell}: ${entry.value || "để trống"}`).join("\n"));
    list.readOnly = true;
    list.rows = Math.min(kept.length, 4);
    list.setAttribute("aria-label", "Các ô chưa được nhận, để chép lại");
    list.addEventListener("focus", () => list.select());
    return [
      "fault", "exclamation-circle-fill", `${kept.length} ô chưa được nhận: ${kept[0][1].held.message} Số đã gõ còn giữ trong máy này: nhờ tổ thư ký mở lại phiếu rồi gửi lại, hoặc chép ra. `,
      list, button("Thử gửi lại", () => queue.sendKept()), " ", button("Chép danh sách", () => copy(list)), " ", button(`Bỏ ${kept.length} ô này`, () => queue.giveUpKept()),
    ];
  }

  function copy(list) {
    list.focus();
    list.select();
    if (navigator.clipboard) navigator.clipboard.writeText(list.value).catch(() => {});
    else document.execCommand("copy");
  }

  function lateNote({ late, last }) {
    const cell = late.includes(last) ? last : late[0];
    if (!cell) return [];
    const others = late.length > 1 ? ` Còn ${late.length - 1} ô đến muộn khác.` : "";
    return ["warn", "clock", `${where(cell)}: đến muộn – được giữ lại. ${cell.late}${others} `, toCell(cell)];
  }

  function pasteNote({ queue, pasting, applyPaste, dropPaste }) {
    if (!pasting) return [];
    const size = `${pasting.rows} × ${pasting.columns} ô từ ${where(pasting.from)}`;
    const extra = [pasting.blank && `${pasting.blank} ô trống bỏ qua`].filter(Boolean);
    const count = pasting.right.length;
    if (pasting.done) {
      const left = queue.onTheWay;
      const saved = left && count > GridQueue.BATCH ? ` Đã lưu ${Math.max(count - left, 0)}/${count} ô.` : "";
      const undo = count ? ". Ctrl+Z để hoàn tác." : ".";
      return ["done", "check-circle-fill", `Đã dán ${count} ô (${[size, ...extra].join(", ")})${undo}${saved}`];
    }
    const named = pasting.wrong.slice(0, 5).map(({ cell, fault }) => `${where(cell)}: ${fault.replace(/\.$/, "")}`).join("; ");
    const more = pasting.wrong.length > 5 ? "; …" : "";
    const wrong = pasting.wrong.length ? [`${pasting.wrong.length} ô sai (${named}${more})`] : [];
    const outside = pasting.outside ? [`${pasting.outside} ô nằm ngoài chỗ nhập được`] : [];
    return [
      "warn", "exclamation-triangle-fill", `Dán ${[size, `${count} ô đúng`, ...wrong, ...outside, ...extra].join(", ")}. Chưa ghi ô nào. `,
      ...(count ? [button(`Chỉ ghi ${count} ô đúng`, applyPaste, "btn btn-primary")] : []), " ", button("Bỏ cả khối", dropPaste),
    ];
  }

  function staleNote({ queue, stale, last }) {
    const cell = stale.includes(last) ? last : stale[0];
    if (!cell) return [];
    const entry = queue.entries.get(cell.key);
    const mine = entry.value || "để trống";
    const stored = entry.held.stored || "để trống";
    return [
      "warn", "exclamation-triangle-fill", `${where(cell)}: ${entry.held.message} Số vừa gõ ở đây: ${mine}. `, toCell(cell), " ",
      button(`Giữ số vừa gõ: ${mine}`, () => queue.keepMine(cell.key)), " ", button(`Lấy số đã lưu: ${stored}`, () => queue.takeStored(cell.key)),
      ...(stale.length > 1 ? [` và ${stale.length - 1} ô khác`] : []),
    ];
  }

  function wrongNote({ wrong, last }) {
    const cell = wrong.includes(last) ? last : wrong[0];
    if (!cell) return [];
    const others = wrong.length > 1 ? ` Còn ${wrong.length - 1} ô sai khác.` : "";
    return ["fault", "exclamation-circle-fill", `${where(cell)}: ${cell.fault.replace(/\.$/, "")}, ô này chưa được lưu.${others} `, toCell(cell)];
  }

  let said = "";

  // Draws the notes anew only when they say something new, so that they are read aloud once; whether it did.
  return function draw(place, sprite, page) {
    const notes = [othersNote, troubleNote, pasteNote, keptNote, staleNote, lateNote, wrongNote].map((make) => make(page)).filter((note) => note.length);
    const text = notes.map((note) => note.map((part) => part.textContent ?? part).join("")).join("\n");
    if (text === said) return false;
    said = text;
    place.replaceChildren(...notes.map(([tone, sign, ...inside]) => node("div", `note note-${tone}`, icon(sprite, sign), node("div", "", ...inside))));
    return true;
  };
})();
