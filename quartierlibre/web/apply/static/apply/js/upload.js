// Sends photos and quotes as soon as they are chosen, with their progress. Without it, a button sends them.

const form = document.querySelector("form[data-ql-upload]");

function send(form, field) {
  const bar = form.querySelector("progress");
  const status = form.querySelector("[data-ql-upload-status]");
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-Ql-Fragment", "files");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  const failed = () => {
    bar.hidden = true;
    status.textContent = status.dataset.failed;
  };
  request.addEventListener("error", failed);
  request.addEventListener("load", () => {
    bar.hidden = true;
    if (![200, 422].includes(request.status)) return failed();
    const fresh = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("[data-ql-files]");
    document.querySelector("[data-ql-files]").replaceWith(fresh);
    attach();
    document.querySelector("[data-ql-upload-status]").focus?.();
  });
  bar.hidden = false;
  bar.value = 0;
  status.textContent = status.dataset.sending;
  request.send(new FormData(form));
}

function attach() {
  const form = document.querySelector("form[data-ql-upload]");
  const field = form?.querySelector("input[type=file]");
  if (!field) return;
  form.querySelector("[data-ql-upload-button]").hidden = true;
  field.addEventListener("change", () => field.files.length && send(form, field));
}

if (form) attach();
