// A second tap on the button does nothing while the first is on its way. The server's key is what guarantees it.
export function attach(form) {
  let sent = false;
  const rest = () => {
    sent = false;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  };
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(rest, 15000);
  });
  window.addEventListener("pageshow", rest);
  form.addEventListener("htmx:afterRequest", rest);
}
