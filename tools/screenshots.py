"""Takes the pictures of docs/screenshots/ anew: one story among the demo's samples, seen page by page.

Run as a module from the root: it uses the people, the applications and the browser of the tests.
"""

import logging
import struct
import sys
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from operator import ne
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.sync_api import Browser, Page

from app.catalogue import read_folder
from app.cli.demo.samples import put_in
from app.cli.scratch import inside
from app.factory import create_app
from app.settings import Settings
from tests.browser import chromium
from tests.browser.applications import application, file, someone
from tests.browser.people import Glass, Visitor
from tests.browser.product import BEGINNING, ROOT, Live, going

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
SIZES: Final = {"wide": (1280, 860), "narrow": (360, 740)}
LARGEST: Final = 150_000
UNSEEN: Final = 40  # points that a caret or the edge of a letter may differ by
HAI: Final = someone("王海", "19850707")
# Colours of a picture that stand in its palette, and each of its points by its place there.
COUNT: Final = """async picture => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + picture;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), drawing = canvas.getContext('2d');
  drawing.drawImage(image, 0, 0);
  const points = new Uint32Array(drawing.getImageData(0, 0, image.width, image.height).data.buffer);
  const often = new Map();
  for (const point of points) often.set(point, (often.get(point) ?? 0) + 1);
  const palette = [...often].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([point]) => point);
  const parts = point => [point & 255, point >> 8 & 255, point >> 16 & 255];
  const told = palette.map(parts), place = new Map(palette.map((point, n) => [point, n]));
  const near = point => {
    const [r, g, b] = parts(point);
    let best = 0, least = Infinity;
    told.forEach(([x, y, z], n) => {
      const far = (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2;
      if (far < least) [best, least] = [n, far];
    });
    place.set(point, best);
    return best;
  };
  const rows = Uint8Array.from(points, point => place.get(point) ?? near(point));
  let text = '';
  for (let at = 0; at < rows.length; at += 32768) text += String.fromCharCode(...rows.subarray(at, at + 32768));
  return {width: image.width, height: image.height, palette: told, rows: btoa(text)};
}"""


@dataclass(frozen=True)
class Shot:
    """One picture: its name, who looks, at which address, and where on the page."""

    name: str
    who: str
    address: str
    size: str = "wide"
    at: str = ""  # what is scrolled to, by its selector


class Person(Visitor):
    """Somebody of the story; what they see is checked by the tests, not here."""

    def looks(self, name: str) -> None:
        """Go on."""


def main() -> int:
    """Tell the story, take the pictures, and say how large they are."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch, _among_samples(Path(scratch)) as live, chromium.started() as browser:
        taken = {shot.name: _taken(browser, live, shot) for shot in _story(browser, live)}
    for name, picture in taken.items():
        path = FOLDER / f"{name}.png"
        same = path.exists() and alike(path.read_bytes(), picture)
        if not same:
            path.write_bytes(picture)
        print(f"docs/screenshots/{name}.png  {len(picture) // 1024} KB{', as it was' if same else ''}")
    for path in {*FOLDER.glob("*.png")} - {FOLDER / f"{name}.png" for name in taken}:
        path.unlink()
    return int(any(len(picture) > LARGEST for picture in taken.values()))


@contextmanager
def _among_samples(folder: Path) -> Iterator[Live]:
    """A demo as a newcomer finds it, with its sample applications at every stage."""
    put_in(create_app, inside(Settings(), folder, ""), read_folder(ROOT), BEGINNING, lambda *_: None)
    with going(folder) as live:
        yield live


def _story(browser: Browser, live: Live) -> Iterator[Shot]:
    """File, decide, assess; each picture is taken when the story has come to it."""
    yield Shot("start", "", "/")
    yield Shot("guide", "", "/guide/cert_new")
    yield Shot("start-narrow", "", "/", "narrow")
    yield Shot("figures", _seat(browser, live, "federation_lead_xd"), "/figures", at="#processes")
    yield Shot("apply", _seat(browser, live, "applicant1"), "/apply")
    with _person(browser, live, "applicant1") as applicant:
        filed = file(applicant, application(HAI, "cert_new", "care_subsidy", "pension_proxy_payment"))
    live.settle()
    with _person(browser, live, "federation_xd") as federation:
        yield Shot("inbox", "federation_xd", "/tasks")
        federation.find("审核申请并指定评定机构", filed.number)
        yield Shot("task", "federation_xd", federation.page.url)
        federation.work("审核申请并指定评定机构", filed.number, decision="accept", institution="小店区人民医院")
    visit = live.day(3)
    with _person(browser, live, "hospital_xd") as hospital:
        hospital.work("预约评定", filed.number, appointment_on=visit, place="门诊三楼")
    yield Shot("progress", "applicant1", filed.progress)
    yield Shot("audit", _seat(browser, live, "auditor"), f"{filed.audited}?fact=12", at="#step")
    with _person(browser, live, "analyst") as analyst:
        analyst.open("/studio/")
        analyst.page.locator("[name='title']").fill("调整护理补贴的办理环节")
        analyst.press("新建草案")
        address = f"{analyst.page.url}/edit/bpmn/care_subsidy.bpmn"
    yield Shot("studio", "analyst", address)


@contextmanager
def _person(browser: Browser, live: Live, login: str) -> Iterator[Visitor]:
    glass = Glass(browser)
    person = Person(browser, live, glass).log_in(login)
    yield person
    person.leave()
    glass.leave()


def _seat(browser: Browser, live: Live, login: str) -> str:
    with _person(browser, live, login):
        return login


def _taken(browser: Browser, live: Live, shot: Shot) -> bytes:
    """The page as it stands on the screen, with scripts, when it has come to rest."""
    width, height = SIZES[shot.size]
    size: Any = {"width": width, "height": height}
    context = browser.new_context(base_url=live.address, locale="zh-CN", viewport=size, reduced_motion="reduce")
    context.add_cookies(live.seats.get(shot.who, []))
    page = context.new_page()
    page.goto(shot.address, wait_until="networkidle")
    if shot.at:
        page.locator(shot.at).scroll_into_view_if_needed()
        page.evaluate("at => document.querySelector(at).scrollIntoView()", shot.at)
    picture = _small(page, page.screenshot())
    context.close()
    return picture


def _small(page: Page, picture: bytes) -> bytes:
    """The same picture with a palette: pages have few colours."""
    page.goto("about:blank")
    told = page.evaluate(COUNT, b64encode(picture).decode())
    width, height, rows = told["width"], told["height"], b64decode(told["rows"])
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    lines = b"".join(b"\0" + rows[at : at + width] for at in range(0, len(rows), width))
    palette = bytes(part for colour in told["palette"] for part in colour)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def alike(old: bytes, new: bytes) -> bool:
    """Say whether two of these pictures look the same: no letter of a page is drawn with so few points."""
    size, before = _channels(old)
    now_size, now = _channels(new)
    if size != now_size:
        return False
    return all(sum(map(ne, one, other)) <= UNSEEN for one, other in zip(before, now, strict=True))


def _channels(picture: bytes) -> tuple[bytes, list[bytes]]:
    """Width and height of a picture as `_small` writes it, and its points, a colour at a time."""
    chunks, at = {}, 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        chunks[picture[at + 4 : at + 8]] = picture[at + 8 : at + 8 + length]
        at += length + 12
    places, palette = zlib.decompress(chunks[b"IDAT"]), chunks[b"PLTE"].ljust(768, b"\0")
    return chunks[b"IHDR"][:8], [places.translate(palette[colour::3]) for colour in range(3)]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


if __name__ == "__main__":
    sys.exit(main())
