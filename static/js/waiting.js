// What a person typed and the server has not acknowledged yet, kept in this browser under the person, the year and
// the cell. It is sent by nobody else, and goes when the person signs out.
"use strict";

const waiting = (() => {
  const PREFIX = "phieu";
  // What this page wrote or read last under a key: another tab's newer text is not deleted with it.
  const known = new Map();
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(PREFIX) : null;

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
    const key = [PREFIX, person, year, cell].join(":");
    const text = JSON.stringify([entry.value, entry.base, entry.sent, entry.label ?? "", entry.reason ?? null]);
    known.set(key, text);
    try {
      localStorage.setItem(key, text);
    } catch { /* full or switched off */ }
  }

  function drop(person, year, cell) {
    const key = [PREFIX, person, year, cell].join(":");
    try {
      if (localStorage.getItem(key) === known.get(key)) localStorage.removeItem(key);
    } catch { /* switched off: nothing was kept */ }
    known.delete(key);
  }

  // [cell, entry] pairs of this person's year; what cannot be read is thrown away.
  function restore(person, year) {
    const found = [];
    for (const key of keysOf(person, year)) {
      try {
        const text = localStorage.getItem(key);
        const [value, base, sent, label, reason] = JSON.parse(text);
        if (typeof value !== "string" || typeof base !== "string") continue;
        known.set(key, text);
        const entry = { value, base, sent: typeof sent === "string" ? sent : null, held: null, label: String(label ?? "") };
        if (typeof reason === "string") entry.reason = reason;
        found.push([key.split(":").slice(3).join(":"), entry]);
      } catch {
        localStorage.removeItem(key);
      }
    }
    return found;
  }

  function forget(person) {
    for (const key of keysOf(person)) localStorage.removeItem(key);
  }

  // How many entries of other persons wait on this machine; what they are is nobody else's business.
  const ofOthers = (person) => keysOf().length - keysOf(person).length;

  // What happened here, for the same person's other tabs, and what happened there.
  const tell = (news) => channel?.postMessage(news);
  const listen = (hear) => channel?.addEventListener("message", ({ data }) => hear(data));

  document.addEventListener("submit", (event) => {
    const person = event.target.dataset.signOut;
    if (person === undefined) return;
    const kept = keysOf(person);
    const count = kept.length;
    // A report's parts are kept under the report's name, cells under the year's number.
    const what = kept.every((key) => /^[\d.]+$/.test(key.split(":")[2])) ? "ô điểm" : "phần đang nhập";
    const question = `Còn ${count} ${what} chưa gửi được lên máy chủ. Đăng xuất sẽ bỏ ${count > 1 ? "các " : ""}${what.split(" ")[0]} này. Vẫn đăng xuất?`;
    if (count && !window.confirm(question)) {
      event.preventDefault();
      return;
    }
    forget(person);
    tell({ signedOut: Number(person) });
    document.dispatchEvent(new CustomEvent("signing-out"));
  });
  listen(({ signedOut }) => {
    if (signedOut === Number(document.querySelector("form[data-sign-out]")?.dataset.signOut)) document.dispatchEvent(new CustomEvent("signing-out"));
  });

  return { keep, drop, restore, forget, ofOthers, tell, listen };
})();
