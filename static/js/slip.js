// Print and copy on the slip's page; without a script the browser's own print and copy do the same.
"use strict";

const status = document.querySelector("[data-copied]");

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = "Đã chép. Hãy dán vào tin nhắn.";
    } catch {
      status.textContent = "Đã chọn sẵn. Hãy bấm Ctrl+C để chép.";
    }
  });
}
