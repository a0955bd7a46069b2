// Saves what is typed: on this device at once, on the server every few seconds. It never deletes, and it says so when it fails.

import { fieldsOf, groupOf, putBack, sameValues, valuesOf } from "./answers.js";
import { KeptHere } from "./kept_here.js";

const PAUSE = 2000;
const RETRIES = [4000, 10000, 30000, 60000];

class Autosave {
  constructor(form) {
    this.form = form;
    this.kept = new KeptHere(form.dataset.draft);
    this.revision = Number(form.dataset.revision);
    this.status = form.querySelector("[data-ql-saved]");
    this.known = new Map();
    this.failures = 0;
    this.sending = false;
    for (const field of fieldsOf(form)) {
      const group = groupOf(field.name);
      if (!this.known.has(group)) this.known.set(group, valuesOf(form, group));
    }
    this.listen();
    this.recover();
  }

  listen() {
    this.form.addEventListener("input", () => this.noticed(PAUSE));
    this.form.addEventListener("change", () => this.noticed(400));
    this.form.addEventListener("submit", (event) => this.leaving(event));
    addEventListener("online", () => this.send());
    addEventListener("offline", () => this.say("offline"));
    document.addEventListener("visibilitychange", () => document.hidden && this.send({ keepalive: true }));
  }

  // Groups whose values differ from what the server has acknowledged.
  changed() {
    const groups = new Set([...this.known.keys(), ...fieldsOf(this.form).map((field) => groupOf(field.name))]);
    const different = {};
    for (const group of groups) {
      const now = valuesOf(this.form, group);
      if (!sameValues(now, this.known.get(group) ?? [])) different[group] = now;
    }
    return different;
  }

  noticed(wait) {
    this.kept.write(this.revision, this.changed());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  async send({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    const changed = this.changed();
    this.kept.write(this.revision, changed);
    if (this.sending || this.over || Object.keys(changed).length === 0) return;
    if (!navigator.onLine) return this.say("offline");
    this.sending = true;
    this.status.setAttribute("data-state", "saving");
    try {
      const headers = { Accept: "application/json" };
      const url = this.form.dataset.qlAutosave;
      const answer = await fetch(url, { method: "POST", body: this.bodyOf(changed), keepalive, headers, redirect: "error" });
      await this.answered(answer, changed);
    } catch {
      this.failed(navigator.onLine ? "failing" : "offline");
    } finally {
      this.sending = false;
    }
  }

  bodyOf(changed) {
    const body = new URLSearchParams();
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.append("device", this.form.elements.device.value);
    body.append("revision", this.revision);
    for (const [group, pairs] of Object.entries(changed)) {
      body.append("changed", group);
      for (const [name, value] of pairs) body.append(name, value);
    }
    return body;
  }

  async answered(answer, changed) {
    if ([401, 403, 404].includes(answer.status)) return this.stopped("lost");
    if (answer.status === 409) return this.refused(await answer.json());
    if (!answer.ok) return this.failed("failing");
    const saved = await answer.json();
    for (const [group, pairs] of Object.entries(changed)) this.known.set(group, pairs);
    this.revision = saved.revision;
    this.form.elements.revision.value = saved.revision;
    this.failures = 0;
    this.say(saved.conflicts.length ? "both" : "saved", saved.time);
    showAdvice(saved.verdicts);
    const later = this.changed();
    this.kept.write(this.revision, later);
    if (Object.keys(later).length) this.noticed(PAUSE);
  }

  failed(state) {
    this.say(state);
    const wait = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
    this.failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  refused({ refused, closed }) {
    if (closed) return this.stopped("closed");
    this.say("refused", refused.join(" "));
  }

  // Trying again would not help: the reader must act. What was typed stays on this device.
  stopped(state) {
    this.over = true;
    this.say(state);
  }

  say(state, words = "") {
    this.status.setAttribute("data-state", state);
    const sentence = this.status.querySelector(`template[data-when="${state}"]`).content.cloneNode(true);
    const slot = sentence.querySelector("[data-time]");
    if (slot) slot.textContent = words;
    const place = this.status.querySelector("[data-words]");
    if (place.textContent.trim() !== sentence.textContent.trim()) place.replaceChildren(sentence);
  }

  leaving(event) {
    clearTimeout(this.timer);
    this.kept.write(this.revision, this.changed(), navigator.onLine);
    if (navigator.onLine) return;
    event.preventDefault();
    this.say("offline");
    this.status.scrollIntoView({ block: "center" });
  }

  // Words typed here that the server never acknowledged: put them back and send them again, as seen from the revision
  // they were typed on. The server joins them with whatever was written elsewhere meanwhile.
  recover() {
    const kept = this.kept.read();
    if (!kept) return;
    if (kept.leaving && this.revision > kept.revision) return this.kept.forget();
    const waiting = Object.entries(kept.groups).filter(([group, pairs]) => !sameValues(pairs, valuesOf(this.form, group)));
    if (waiting.length === 0) return this.kept.forget();
    this.revision = Math.min(kept.revision, this.revision);
    this.form.dispatchEvent(new CustomEvent("ql:need-rows", { detail: waiting }));
    for (const [group, pairs] of waiting) putBack(this.form, group, pairs);
    this.noticed(0);
  }
}

function showAdvice(html) {
  const place = document.querySelector("[data-ql-verdicts]");
  if (!place || place.dataset.shown === html) return;
  place.dataset.shown = html;
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  place.replaceChildren(fresh.content);
}

async function firstAdvice() {
  const place = document.querySelector("[data-ql-verdicts]");
  if (!place) return;
  try {
    const answer = await fetch(place.dataset.qlVerdicts, { headers: { "X-Ql-Fragment": "findings" } });
    if (answer.ok) showAdvice(await answer.text());
  } catch {
    // the link that was there stays
  }
}

for (const form of document.querySelectorAll("form[data-ql-autosave]")) new Autosave(form);
firstAdvice();
