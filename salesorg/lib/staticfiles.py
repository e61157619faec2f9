"""Third-party assets straight from node_modules, by an allow-list: nothing is copied into the repository or built.

A name on the left is what templates and app.css say (`{% static "vendor/tabler.min.css" %}`).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

ASSETS = {
    "vendor/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/chart.umd.min.js": "chart.js/dist/chart.umd.min.js",
    "vendor/sortable.min.js": "sortablejs/Sortable.min.js",
    "vendor/inter-latin.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    # Of what is printed (salesorg/lib/paper.py): digits of one width, Latin, Cyrillic and Greek.
    "vendor/roboto.ttf": "@expo-google-fonts/roboto/400Regular/Roboto_400Regular.ttf",
    "vendor/roboto-bold.ttf": "@expo-google-fonts/roboto/700Bold/Roboto_700Bold.ttf",
    "vendor/inter-cyrillic.woff2": "@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2",
}


class NodeModulesStorage(FileSystemStorage):
    """Reads an allowed name from its file in node_modules; every other name is not there."""

    def path(self, name: str) -> str:
        try:
            return str(Path(self.location) / ASSETS[name])
        except KeyError:
            raise FileNotFoundError(name) from None


class NodeModulesFinder(BaseFinder):
    def __init__(self, *_args: object, **_kwargs: object) -> None:
        self.storage = NodeModulesStorage(location=Path(settings.BASE_DIR) / "node_modules")

    def find(self, path: str, find_all: bool = False, **_kwargs: object) -> Any:
        file = self.storage.path(path) if path in ASSETS else ""
        found = [file] if file and Path(file).exists() else []
        if find_all:
            return found
        return found[0] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, NodeModulesStorage]]:
        for name in ASSETS:
            yield name, self.storage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, compressed; comments that name source maps are left alone, or a missing map stops collectstatic."""

    patterns = tuple(
        (extension, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for extension, rules in CompressedManifestStaticFilesStorage.patterns
    )
