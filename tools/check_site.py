"""Report what is wrong with the pages of a folder: links, words for pictures, headings, titles.

python tools/check_site.py <folder> exits with 1 if there is anything. tools/offline.py looks for
what the pages load, and tests/browser for what only a browser can tell: contrast and widths.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from site_links import Pages, target, unreached, wrong_index, wrong_links
from site_page import Page, Picture

LANGUAGE = "en"
LEAST_WORDS = 2  # that describe a picture
FILE_NAME = re.compile(r"[\w./-]+\.(?:png|svg|jpe?g|gif|webp)", re.IGNORECASE)


def complaints(folder: Path) -> list[str]:
    """Return a line for each fault of the pages of a folder."""
    folder = folder.resolve()
    pages = {path: Page(path.read_text()) for path in sorted(folder.rglob("*.html"))}
    if not pages:
        return ["there is no page"]
    found = [*unreached(pages, folder), *wrong_index(pages, folder)]
    for path, page in pages.items():
        faults = [*wrong_links(path, pages, folder), *_wrong_pictures(page), *_wrong_heads(page)]
        found += [f"{path.relative_to(folder)}: {fault}" for fault in faults]
    return [*found, *_same_titles(pages), *_same_words(pages)]


def _wrong_pictures(page: Page) -> Iterator[str]:
    for source, words, is_decoration in page.pictures:
        if is_decoration:
            continue
        if words is None:
            yield f"a picture has no words, and is not marked as decoration: {source}"
        elif not words.strip():
            yield f"the words of a picture are empty: {source}"
        elif FILE_NAME.fullmatch(words.strip()) or words.strip() == Path(source).stem:
            yield f"the words of a picture are the name of a file: {words}"
        elif len(re.findall(r"[^\W\d_]+", words)) < LEAST_WORDS:
            yield f"the words of a picture do not describe it: {words}"


def _wrong_heads(page: Page) -> Iterator[str]:
    if page.language != LANGUAGE:
        yield f"the language is {page.language!r} and not {LANGUAGE!r}"
    if not page.title.strip():
        yield "the page has no title"
    if page.headings.count(1) != 1:
        yield f"the page has {page.headings.count(1)} headings of level 1"
    for above, below in zip([0, *page.headings], page.headings, strict=False):
        if below > above + 1:
            yield f"a heading of level {below} follows one of level {above}"


def _same_titles(pages: Pages) -> Iterator[str]:
    titles = Counter(" ".join(page.title.split()) for page in pages.values())
    yield from (f"{n} pages have the title {title!r}" for title, n in titles.items() if n > 1)


def _same_words(pages: Pages) -> Iterator[str]:
    files: dict[str, set[str]] = {}
    for path, page in pages.items():
        described = [each for each in page.pictures if each.words and not each.is_decoration]
        drawings = Counter(each for each in described if each.source.startswith("<svg"))
        for drawing, count in drawings.items():
            if count > 1:
                yield f"{path.name}: {count} drawings have the same words: {drawing.words}"
        for picture in described:
            if picture not in drawings:
                files.setdefault(str(picture.words), set()).add(_file(path, picture))
    for words, different in files.items():
        if len(different) > 1:
            yield f"{len(different)} different pictures have the same words: {words}"


def _file(path: Path, picture: Picture) -> str:
    link = urlsplit(picture.source)
    return picture.source if link.scheme else str(target(path, link))


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():  # noqa: PLR2004
        sys.stderr.write(f"arguments are {sys.argv[1:]}; allowed: the folder of a book\n")
        sys.exit(2)
    said = complaints(Path(sys.argv[1]))
    sys.stdout.writelines(f"{line}\n" for line in said)
    sys.exit(1 if said else 0)
