"""The readers' copy as Parquet as well: one folder, one file a table or view, names that never change.

The folder is a link to the set that is whole. A new set is made beside it and the link replaced by a rename, so a
reader sees all of the old set or all of the new one; the set before stays for those who are still reading it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from warehouse.errors import NotStored
from warehouse.export import export
from warehouse.place import Place, published_mark
from warehouse.structure import Kind, rename


def publish_parquet(published: Place, kind: Kind, folder: Path) -> bool:
    """Bring the set to the published copy; False if it already is.

    Raises:
        NotStored: it could not be written, or a folder of somebody else is in the way; the old set stays.
    """
    fresh = folder.with_name(f".{folder.name}-{published_mark(published, kind)}")
    before = folder.readlink().name if folder.is_symlink() else ""
    if before == fresh.name and folder.exists():
        return False
    if not before and folder.exists():
        raise NotStored(f"{folder}: a folder that citewatch did not make is there. Move it away and run again.")
    export(published, kind, "parquet", fresh)
    link = folder.with_name(f".{folder.name}.link")
    try:
        link.unlink(missing_ok=True)
        link.symlink_to(fresh.name)
        rename(link, folder, "parquet")
    except OSError as error:
        raise NotStored(f"{folder}: {error.strerror}. The set that was there stays.") from error
    for left in folder.parent.glob(f".{folder.name}-*"):
        if left.name not in (fresh.name, before):
            shutil.rmtree(left, ignore_errors=True)
    return True
