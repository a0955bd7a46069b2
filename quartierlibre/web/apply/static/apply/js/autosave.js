// Saves what is typed: on this device at once, on the server every few seconds. It never deletes, and it says so when it fails.

import { fieldsOf, groupOf, putBack, sameValues, valuesOf } from "./answers.js";
import { KeptHere } from "./kept_here.js";

const PAUSE = 2000;
const RETRIES = [4000, 10000, 30000, 60000];

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.qlAutosave;
    this.kept = new KeptHere(form.dataset.draft);
    this.revision = Number(form.dataset.revision);
    this.status = document.querySelector("[data-ql-saved]");
    this.known = new Map();
    for (const field of fieldsOf(form)) this.known.set(groupOf(field.name), null);
    for (const group of this.known.keys()) this.known.set(group, valuesOf(form, group));
    this.failures = 0;
    this.sending = false;
    this.listen();
    this.recover();
  }

  listen() {
    this.form.addEventListener("input", () => this.noticed(PAUSE));
    this.form.addEventListener("change", () => this.noticed(400));
    this.form.addEventListener("ql:rows", () => this.noticed(400));
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

  keepHere() {
    const changed = this.changed();
    const kept = this.kept.write(this.revision, changed);
    return { changed, kept };
  }

  noticed(wait) {
    this.keepHere();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  async send({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    const { changed } = this.keepHere();
    if (this.sending || Object.keys(changed).length === 0) return;
    if (!navigator.onLine) return this.say("offline");
    this.sending = true;
    this.status?.setAttribute("data-state", "saving");
    try {
      const body = this.bodyOf(changed);
      const answer = await fetch(this.url, { method: "POST", body, keepalive, headers: { Accept: "application/json" } });
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
    body.append("revision", this.revision);
    for (const [group, pairs] of Object.entries(changed)) {
      body.append("changed", group);
      for (const [name, value] of pairs) body.append(name, value);
    }
    return body;
  }

  async answered(answer, changed) {
    if ([401, 403, 404].includes(answer.status) || answer.redirected) return this.stopped("lost");
    if (answer.status === 409) return this.stopped("closed");
    if (!answer.ok) return this.failed("failing");
    const saved = await answer.json();
    for (const [group, pairs] of Object.entries(changed)) this.known.set(group, pairs);
    this.revision = saved.revision;
    if (this.form.elements.revision) this.form.elements.revision.value = saved.revision;
    this.failures = 0;
    this.say("saved", saved.time);
    this.form.dispatchEvent(new CustomEvent("ql:saved", { detail: saved }));
    if (Object.keys(this.keepHere().changed).length) this.noticed(PAUSE);
  }

  failed(state) {
    this.say(state);
    const wait = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.send(), wait);
  }

  // Trying again would not help: the reader must act. What was typed stays on this device.
  stopped(state) {
    this.say(state);
  }

  say(state, time = "") {
    if (!this.status) return;
    this.status.setAttribute("data-state", state);
    const words = this.status.querySelector(`template[data-when="${state}"]`);
    const sentence = words?.content.cloneNode(true);
    const slot = sentence?.querySelector("[data-time]");
    if (slot) slot.textContent = time;
    const place = this.status.querySelector("[data-words]");
    if (sentence && place && place.textContent.trim() !== sentence.textContent.trim()) place.replaceChildren(sentence);
  }

  leaving(event) {
    this.keepHere();
    if (navigator.onLine) return;
    event.preventDefault();
    this.say("offline");
    this.status?.scrollIntoView({ block: "center" });
  }

  // Something typed here was never acknowledged: put it back, unless the file moved on elsewhere meanwhile.
  recover() {
    const kept = this.kept.read();
    if (!kept) return;
    const waiting = Object.entries(kept.groups).filter(([group, pairs]) => !sameValues(pairs, valuesOf(this.form, group)));
    if (waiting.length === 0) return this.kept.forget();
    if (kept.revision === this.revision) return this.putBackAll(waiting);
    const offer = document.querySelector("[data-ql-kept-here]");
    if (!offer) return;
    offer.hidden = false;
    offer.querySelector("[data-take]").addEventListener("click", () => {
      offer.hidden = true;
      this.putBackAll(waiting);
    });
    offer.querySelector("[data-leave]").addEventListener("click", () => {
      offer.hidden = true;
      this.kept.forget();
    });
  }

  putBackAll(waiting) {
    this.form.dispatchEvent(new CustomEvent("ql:need-rows", { detail: waiting }));
    for (const [group, pairs] of waiting) putBack(this.form, group, pairs);
    this.noticed(0);
  }
}

for (const form of document.querySelectorAll("form[data-ql-autosave]")) new Autosave(form);
