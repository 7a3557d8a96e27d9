// The hall's screen: asks every few seconds who has signed, and says so when the line is down.
"use strict";

(() => {
  const board = document.getElementById("hall-board");
  const state = document.getElementById("hall-state");
  const EVERY = 4000;

  async function look() {
    try {
      const answer = await fetch(board.dataset.url, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const found = (await answer.text()).trim();
      if (found !== board.innerHTML.trim()) board.innerHTML = found;
      state.textContent = "";
    } catch {
      state.textContent = "Đang mất kết nối, sẽ tự thử lại.";
    }
    window.setTimeout(look, EVERY);
  }

  window.setTimeout(look, EVERY);
})();
