// Reopens the door without network: the last page seen, and its styles and scripts. Kept for one meeting, for a day.
// Only pages under its own address pass here; what is noted is sent by the page (door.js), never from here.
const SHELF = `ql-door ${registration.scope}`;
const LONGEST = 24 * 60 * 60 * 1000;
const PATIENCE = 5000;
const KEPT_AT = "x-kept-at";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// The page says what it is made of, once: the first time it came before this worker did.
addEventListener("message", (event) => event.waitUntil(takeAll(event.data.files).then((ready) => event.source.postMessage({ ready }))));

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method !== "GET") return;
  if (mode === "navigate") event.respondWith(door(event.request));
  else if (new URL(url).origin === location.origin) event.respondWith(file(event.request));
});

async function takeAll(files) {
  const shelf = await caches.open(SHELF);
  const done = await Promise.allSettled([fetch(registration.scope).then(keep), ...files.map((each) => shelf.add(each))]);
  return done.every((each) => each.status === "fulfilled") && Boolean(await shelf.match(registration.scope));
}

// A page that is no longer ours to read (signed out, no longer in charge) is forgotten at once.
async function keep(answer) {
  const shelf = await caches.open(SHELF);
  if (!answer.ok || answer.redirected) {
    await caches.delete(SHELF);
    return;
  }
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, Date.now());
  await shelf.put(registration.scope, new Response(await answer.clone().blob(), { headers }));
}

async function door(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.type !== "opaqueredirect") await keep(answer);
    else await caches.delete(SHELF);
    return answer;
  } catch (trouble) {
    const kept = await (await caches.open(SHELF)).match(registration.scope);
    if (kept && Date.now() - Number(kept.headers.get(KEPT_AT)) < LONGEST) return kept;
    await caches.delete(SHELF);
    throw trouble;
  }
}

async function file(request) {
  const shelf = await caches.open(SHELF);
  return (await shelf.match(request)) ?? fetch(request);
}
