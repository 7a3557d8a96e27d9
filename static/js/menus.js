// Menus are <details> and need no script; this only closes an open one on Escape or a click elsewhere.
"use strict";

function openMenus() {
  return document.querySelectorAll("details.drop[open]");
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
