// The hall's results: the keys of a presenter's remote follow the links to the next and the previous.
"use strict";

(() => {
  const WAYS = { ArrowRight: "next", PageDown: "next", ArrowLeft: "prev", PageUp: "prev" };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = WAYS[event.key] && document.querySelector(`a[rel="${WAYS[event.key]}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
})();
