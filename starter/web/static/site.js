import { initAll } from "./govuk-frontend.min.js";

initAll();

// A file takes a while to be sent and read; without scripts the browser shows its own sign of it.
for (const form of document.querySelectorAll('form[enctype="multipart/form-data"]')) {
  form.addEventListener("submit", () => {
    const words = document.createElement("p");
    words.className = "govuk-body";
    words.setAttribute("role", "status");
    words.textContent = "Your file is being sent and read. This can take a few seconds.";
    form.append(words);
  });
}
