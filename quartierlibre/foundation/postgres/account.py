"""Under which account PostgreSQL runs: it refuses root, so root lends it another one."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Account:
    """An unprivileged account, used only when we are root."""

    uid: int
    gid: int

    def spawn_options(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_reach(self, path: Path) -> bool:
        """Every folder above `path` lets this account through (missing ones count as open)."""
        return all(self._may_enter(folder.stat()) for folder in path.parents if folder.exists())

    def _may_enter(self, folder: os.stat_result) -> bool:
        if folder.st_uid == self.uid:
            return bool(folder.st_mode & 0o100)
        if folder.st_gid == self.gid:
            return bool(folder.st_mode & 0o010)
        return bool(folder.st_mode & 0o001)


def account_for(data_dir: Path) -> Account | None:
    """None for an ordinary user; for root, the owner of the place where the data live, or postgres, or nobody."""
    if os.geteuid() != 0:
        return None
    place = next(folder for folder in (data_dir, *data_dir.parents) if folder.exists())
    owner = place.stat()
    if owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    return Account(65534, 65534)


def give(path: Path, account: Account | None, mode: int = 0o700) -> None:
    """Hand a folder to the account; without one it is already ours."""
    path.chmod(mode)
    if account:
        os.chown(path, account.uid, account.gid)
