// "Hiện mật khẩu" on a page where a password is set: what is typed twice on a telephone is easier when it can be read.
"use strict";

for (const line of document.querySelectorAll("[data-show-password]")) {
  const fields = document.querySelectorAll("input[type=password]");
  line.hidden = false;
  line.querySelector("input").addEventListener("change", (event) => {
    for (const field of fields) field.type = event.target.checked ? "text" : "password";
  });
}
