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

  const where = (cell, heads) => `${cell.row.code} · ${heads[cell.column].name}`;

  function troubleNote({ queue, signIn }) {
    const count = queue.onTheWay;
    const kept = `${count} ô đang chờ được giữ trong máy này`;
    if (!queue.trouble || !count) return [];
    if (queue.trouble === "signed-out") {
      const link = node("a", "", "Đăng nhập lại ở thẻ mới");
      link.href = signIn;
      link.target = "_blank";
      return ["warn", "exclamation-triangle-fill", `${queue.sentence} ${kept} và sẽ được gửi tiếp khi bạn đăng nhập lại. `, link];
    }
    if (queue.trouble === "stopped") {
      return ["fault", "exclamation-circle-fill", `${queue.sentence} ${kept}, chưa được lưu. `, button("Thử gửi lại", () => {
        queue.trouble = "";
        queue.again();
      })];
    }
    return ["warn", "exclamation-triangle-fill", `Mất kết nối. ${kept}; trang tự gửi lại khi có mạng. Đừng đóng trang này. `, button("Gửi lại ngay", () => queue.again())];
  }

  function pasteNote({ pasting, heads, applyPaste, dropPaste }) {
    if (!pasting) return [];
    const size = `${pasting.rows} × ${pasting.columns} ô từ ${where(pasting.from, heads)}`;
    const extra = [pasting.blank && `${pasting.blank} ô trống bỏ qua`].filter(Boolean);
    if (pasting.done) {
      const undo = pasting.right.length ? ". Ctrl+Z để hoàn tác." : ".";
      return ["done", "check-circle-fill", `Đã dán ${pasting.right.length} ô (${[size, ...extra].join(", ")})${undo}`];
    }
    const wrong = pasting.wrong.length ? [`${pasting.wrong.length} ô sai (${pasting.wrong.slice(0, 2).map(({ cell, fault }) => `${where(cell, heads)}: ${fault.replace(/\.$/, "")}`).join("; ")})`] : [];
    const outside = pasting.outside ? [`${pasting.outside} ô nằm ngoài chỗ nhập được`] : [];
    return [
      "warn", "exclamation-triangle-fill", `Dán ${[size, `${pasting.right.length} ô đúng`, ...wrong, ...outside, ...extra].join(", ")}. `,
      ...(pasting.right.length ? [button(`Dán ${pasting.right.length} ô đúng`, applyPaste, "btn btn-primary")] : []), " ", button("Thôi, không dán", dropPaste),
    ];
  }

  function staleNote({ queue, held, last, heads }) {
    const cell = held.includes(last) ? last : held[0];
    if (!cell) return [];
    const entry = queue.entries.get(cell.key);
    const mine = entry.value || "để trống";
    const stored = entry.held.stored || "để trống";
    return [
      "warn", "exclamation-triangle-fill", `${where(cell, heads)}: ${entry.held.message} Bạn nhập ${mine}. `, toCell(cell), " ",
      button(`Giữ của tôi: ${mine}`, () => queue.keepMine(cell.key)), " ", button(`Lấy giá trị đã lưu: ${stored}`, () => queue.takeStored(cell.key)),
      ...(held.length > 1 ? [` và ${held.length - 1} ô khác`] : []),
    ];
  }

  function wrongNote({ wrong, last, heads }) {
    const cell = wrong.includes(last) ? last : wrong[0];
    if (!cell) return [];
    const others = wrong.length > 1 ? ` Còn ${wrong.length - 1} ô sai khác.` : "";
    return ["fault", "exclamation-circle-fill", `${where(cell, heads)}: ${cell.fault.replace(/\.$/, "")}, ô này chưa được lưu.${others} `, toCell(cell)];
  }

  let said = "";

  // Draws the notes anew only when they say something new, so that they are read aloud once; whether it did.
  return function draw(place, sprite, page) {
    const notes = [troubleNote(page), pasteNote(page), staleNote(page), wrongNote(page)].filter((note) => note.length);
    const text = notes.map((note) => note.map((part) => part.textContent ?? part).join("")).join("\n");
    if (text === said) return false;
    said = text;
    place.replaceChildren(...notes.map(([tone, sign, ...inside]) => node("div", `note note-${tone}`, icon(sprite, sign), node("div", "", ...inside))));
    return true;
  };
})();
