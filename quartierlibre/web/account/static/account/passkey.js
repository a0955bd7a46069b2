// Passkeys, with what the browser knows itself. A form keeps hidden what this browser cannot do; codes always work.

const asOptions = {
  create: (json) => ({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json.publicKey) }),
  get: (json) => ({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json.publicKey) }),
};

const isAble = () => Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);

async function optionsOf(form, kind) {
  if (kind === "login") {
    const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
    return asOptions.get((await answer.json()).request_options);
  }
  const written = JSON.parse(document.getElementById(form.dataset.optionsId).textContent);
  if (kind === "get") return asOptions.get(written.request_options);
  const options = asOptions.create(written.creation_options);
  // A key that can open the first door alone: kept by the device, opened by the person.
  Object.assign(options.publicKey.authenticatorSelection, {
    residentKey: "required", requireResidentKey: true, userVerification: "required",
  });
  return options;
}

async function use(form) {
  const kind = form.dataset.qlPasskey;
  const options = await optionsOf(form, kind);
  const credential = await navigator.credentials[kind === "create" ? "create" : "get"](options);
  const field = form.querySelector("[data-credential]") ?? form.elements.credential;
  field.value = JSON.stringify(credential);
  form.submit();
}

for (const form of document.querySelectorAll("[data-ql-passkey]")) {
  if (!isAble()) continue;
  const status = form.querySelector("[role=status]");
  form.hidden = false;
  form.querySelector("button").addEventListener("click", () => {
    status.textContent = "";
    use(form).catch(() => (status.textContent = status.dataset.failed));
  });
}
