// What was typed and not yet acknowledged by the server, kept on this device only.
// Storage may be full, refused or absent: the page then works as before, without a net.

const PREFIX = "ql:draft:";

export class KeptHere {
  constructor(id) {
    this.key = PREFIX + id;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? null;
    } catch {
      return null;
    }
  }

  // `leaving`: these words were in a form that was being sent as the page went away.
  write(revision, groups, leaving = false) {
    try {
      if (Object.keys(groups).length === 0) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify({ revision, groups, leaving }));
    } catch {
      // nothing to do: the server is told all the same
    }
  }

  forget() {
    this.write(0, {});
  }
}
