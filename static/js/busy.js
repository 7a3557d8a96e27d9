// A form whose work takes seconds: after the first click its button says what is going on and takes no second one.
// Without a script a second click does no harm either: the server answers it as the first.
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  const words = form.dataset.busy;
  if (words === undefined || event.defaultPrevented) return;
  if (form.getAttribute("aria-busy")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("aria-busy", "true");
  const button = event.submitter ?? form.querySelector("button[type=submit]");
  form.append(Object.assign(document.createElement("p"), { className: "visually-hidden", role: "status", textContent: words }));
  // The button stays as it was until the browser has taken its name and value.
  setTimeout(() => {
    button.dataset.label = button.textContent;
    button.textContent = words;
    button.disabled = true;
  });
});

// Whoever comes back by the browser's own way finds the form as it was.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-busy][aria-busy=true]")) {
    form.removeAttribute("aria-busy");
    form.querySelector(":scope > p[role=status]")?.remove();
    const button = form.querySelector("button[data-label]");
    button.textContent = button.dataset.label;
    button.disabled = false;
  }
});
