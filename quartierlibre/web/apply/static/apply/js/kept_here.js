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

  write(revision, groups) {
    try {
      if (Object.keys(groups).length === 0) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify({ revision, groups, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  forget() {
    this.write(0, {});
  }
}
