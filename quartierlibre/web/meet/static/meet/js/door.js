// The door without network: what is noted stays on this telephone until the server has it. Nothing is lost, nothing counts twice.
import { behaviour } from "../../pagekit/js/behaviour.js";

const RETRIES = [3000, 10000, 30000];

class Door {
  constructor(root) {
    this.root = root;
    this.place = `ql-door-${root.dataset.qlDoor}`;
    this.state = root.querySelector(".meet-door-state");
    this.there = document.querySelector("[data-ql-door-there]");
    this.failures = 0;
    this.sending = false;
    root.addEventListener("submit", (event) => this.submitted(event));
    root.querySelector("#q").addEventListener("input", (event) => this.narrow(event.target.value));
    addEventListener("online", () => this.send());
    addEventListener("offline", () => this.tell());
    for (const entry of this.kept()) this.show(entry);
    this.send();
    this.reopen();
  }

  // What waits; a storage that is full or forbidden keeps it in memory at least.
  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.place) ?? "[]");
    } catch {
      return this.memory ?? [];
    }
  }

  keep(entries) {
    this.memory = entries;
    try {
      localStorage.setItem(this.place, JSON.stringify(entries));
    } catch {
      // `memory` holds it
    }
  }

  submitted(event) {
    const form = event.target;
    const said = new FormData(form);
    if (form.matches("[data-walk-in]")) {
      if (!form.reportValidity() || !said.get("name")?.trim()) return;
      if (form.elements.category && !said.get("category")) return;
      this.note({
        kind: "walk_in",
        name: said.get("name"),
        category: said.get("category") ?? "",
        organisation: said.get("organisation") ?? "",
      });
      form.reset();
    } else if (form.elements.who) {
      this.note({ kind: "arrival", who: said.get("who"), there: said.get("there") === "1" });
    } else {
      return;
    }
    event.preventDefault();
  }

  note(entry) {
    const whole = { ...entry, key: crypto.randomUUID(), at: Date.now() };
    this.keep([...this.kept(), whole]);
    this.show(whole);
    this.send();
  }

  // The list as if the server knew already.
  show(entry) {
    const line = entry.kind === "walk_in" ? this.newLine(entry) : this.lineOf(entry.who);
    if (!line || line.classList.contains("is-there") === (entry.there ?? true)) return;
    const there = entry.there ?? true;
    line.classList.toggle("is-there", there);
    const button = line.querySelector("button");
    if (button) {
      button.querySelector(".meet-door-word").textContent = there ? button.dataset.undo : button.dataset.there;
      button.classList.toggle("button-primary", !there);
      button.classList.toggle("button-quiet", there);
      line.querySelector("[name=there]").value = there ? "0" : "1";
    }
    this.there.textContent = Number(this.there.textContent) + (there ? 1 : -1);
  }

  lineOf(who) {
    return this.root.querySelector(`[data-who="${CSS.escape(who)}"]`);
  }

  newLine(entry) {
    const line = document.createElement("li");
    const name = document.createElement("strong");
    name.textContent = entry.name;
    line.append(name);
    line.dataset.who = entry.key;
    line.dataset.words = `${entry.name} ${entry.organisation}`.toLowerCase();
    this.root.querySelector(".meet-door").prepend(line);
    return line;
  }

  narrow(words) {
    const wanted = plain(words);
    for (const line of this.root.querySelectorAll(".meet-door > li")) line.hidden = !plain(line.dataset.words).includes(wanted);
  }

  async send() {
    clearTimeout(this.timer);
    const entries = this.kept();
    if (this.sending || entries.length === 0) return;
    this.sending = true;
    try {
      const answer = await fetch(this.root.dataset.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.root.querySelector("[name=csrfmiddlewaretoken]").value },
        body: JSON.stringify(entries),
        redirect: "manual",
      });
      if (!answer.ok) throw answer;
      this.received((await answer.json()).done, entries);
      this.failures = 0;
    } catch (trouble) {
      this.failures += 1;
      this.isOut = trouble instanceof Response && (trouble.type === "opaqueredirect" || trouble.status === 403);
      this.timer = setTimeout(() => this.send(), RETRIES[Math.min(this.failures, RETRIES.length) - 1]);
    }
    this.sending = false;
    this.tell();
    if (this.failures === 0 && this.kept().length) this.send();
  }

  // What the server refused is told with its reason, and no longer waits.
  received(done, sent) {
    const ended = new Map(done.map((each) => [each.key, each]));
    this.keep(this.kept().filter((each) => !ended.has(each.key)));
    this.refused = sent.filter((each) => ended.get(each.key)?.ok === false).map((each) => `${each.name ?? this.nameOf(each)} : ${ended.get(each.key).why}`);
    this.isOut = false;
  }

  nameOf(entry) {
    return this.lineOf(entry.who)?.querySelector("strong")?.textContent ?? "";
  }

  // From then on this page reopens without network, on this telephone only.
  async reopen() {
    const workers = navigator.serviceWorker;
    if (!workers || !navigator.onLine) return;
    workers.addEventListener("message", ({ data }) => {
      this.reopens = data.ready;
      this.tell();
    });
    try {
      await workers.register(this.root.dataset.worker, { scope: location.pathname });
      const { active } = await workers.ready;
      const came = performance.getEntriesByType("resource").map((each) => each.name.split("#")[0]);
      active.postMessage({ files: [...new Set(came)].filter((each) => each.startsWith(`${location.origin}/static/`)) });
      workers.startMessages();
    } catch {
      // What is noted is still kept while the page is open.
    }
  }

  tell() {
    const waiting = this.kept().length;
    const { kept, sent, login, offline, reopens } = this.root.dataset;
    const words = waiting ? `${this.isOut ? login : kept} (${waiting}${navigator.onLine ? "" : `, ${offline}`})` : sent;
    this.state.textContent = [words, this.reopens ? reopens : "", ...(this.refused ?? [])].join(" ");
    this.state.hidden = false;
    this.state.dataset.waiting = waiting;
  }
}

function plain(words) {
  return words.toLowerCase().normalize("NFD").replace(/\p{Diacritic}/gu, "");
}

behaviour("door", (root) => new Door(root));
