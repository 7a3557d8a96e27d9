// What a person typed and the server has not acknowledged yet, kept in this browser under the person, the year and
// the cell. It is sent by nobody else, and goes when the person signs out.
"use strict";

const waiting = (() => {
  const PREFIX = "phieu";

  function keysOf(...parts) {
    const start = [PREFIX, ...parts, ""].join(":");
    const found = [];
    try {
      for (let at = 0; at < localStorage.length; at += 1) {
        const key = localStorage.key(at);
        if (key.startsWith(start)) found.push(key);
      }
    } catch { /* storage is switched off: the page's own memory has to do */ }
    return found;
  }

  function keep(person, year, cell, entry) {
    try {
      localStorage.setItem([PREFIX, person, year, cell].join(":"), JSON.stringify([entry.value, entry.base, entry.sent]));
    } catch { /* full or switched off */ }
  }

  function drop(person, year, cell) {
    try {
      localStorage.removeItem([PREFIX, person, year, cell].join(":"));
    } catch { /* switched off: nothing was kept */ }
  }

  // [cell, entry] pairs of this person's year; what cannot be read is thrown away.
  function restore(person, year) {
    const found = [];
    for (const key of keysOf(person, year)) {
      try {
        const [value, base, sent] = JSON.parse(localStorage.getItem(key));
        if (typeof value === "string" && typeof base === "string") {
          found.push([key.split(":").slice(3).join(":"), { value, base, sent: typeof sent === "string" ? sent : null, held: null }]);
        }
      } catch {
        localStorage.removeItem(key);
      }
    }
    return found;
  }

  function forget(person) {
    for (const key of keysOf(person)) localStorage.removeItem(key);
  }

  document.addEventListener("submit", (event) => {
    const person = event.target.dataset.signOut;
    if (person === undefined) return;
    const kept = keysOf(person);
    const count = kept.length;
    // A report's parts are kept under the report's name, cells under the year's number.
    const what = kept.every((key) => /^\d+$/.test(key.split(":")[2])) ? "ô điểm" : "phần đang nhập";
    const question = `Còn ${count} ${what} chưa gửi được lên máy chủ. Đăng xuất sẽ bỏ ${count > 1 ? "các " : ""}${what.split(" ")[0]} này. Vẫn đăng xuất?`;
    if (count && !window.confirm(question)) {
      event.preventDefault();
      return;
    }
    forget(person);
    document.dispatchEvent(new CustomEvent("signing-out"));
  });

  return { keep, drop, restore, forget };
})();
