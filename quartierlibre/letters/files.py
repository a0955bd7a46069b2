"""Files speak through the dossier they belong to."""

SILENT: dict[str, str] = {
    "files.file.removed": "La page du dossier le dit aussitôt.",
    "files.file.downloaded": "Une trace pour retrouver un abus, pas une nouvelle.",
}
