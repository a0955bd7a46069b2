// Sends photos and quotes as soon as they are chosen, with their progress. Without it, a button sends them.

function send(place, field) {
  const [bar, status] = [place.querySelector("progress"), place.querySelector("[data-ql-papers-status]")];
  const body = new FormData();
  body.append("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
  for (const file of field.files) body.append("papers", file);
  const request = new XMLHttpRequest();
  request.open("POST", place.dataset.qlPapers);
  request.setRequestHeader("X-Ql-Fragment", "papers");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  const failed = () => {
    bar.hidden = true;
    status.textContent = status.dataset.failed;
  };
  request.addEventListener("error", failed);
  request.addEventListener("load", () => {
    if (![200, 422].includes(request.status)) return failed();
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const fresh = answer.querySelector("[data-ql-papers]");
    place.replaceWith(fresh);
    attach(fresh);
    if (request.status === 200) say(fresh);
    fresh.querySelector("input[type=file]").focus();
  });
  bar.hidden = false;
  bar.value = 0;
  status.textContent = status.dataset.sending;
  request.send(body);
}

// A live region speaks only of what changes once it is in the page.
function say(place) {
  const status = place.querySelector("[data-ql-papers-status]");
  setTimeout(() => (status.textContent = status.dataset.kept), 100);
}

function attach(place) {
  const field = place.querySelector("input[type=file]");
  place.querySelector("[data-ql-papers-button]").hidden = true;
  field.addEventListener("change", () => field.files.length && send(place, field));
}

for (const place of document.querySelectorAll("[data-ql-papers]")) attach(place);
