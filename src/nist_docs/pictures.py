"""Pictures as documents use them: loaded once, upright, without metadata, the same bytes in every format."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from pathlib import Path

from nist_docs.problems import Place, Problem, Problems
from nist_docs.records import dataclass

MOST_PIXELS = 40_000_000
MOST_BYTES = 50_000_000
_ANEW = "open it in a picture editor and save it anew as JPEG or PNG"
WIDEST = 2400  # pixels: 170 mm at 360 dots an inch


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG; width and height in pixels."""

    data: bytes
    width: int
    height: int
    media_type: str = "image/jpeg"


def load(path: Path, where: Place) -> Picture:
    """The picture, fit for publication. Raises Problems at ``where`` if it cannot be read."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # only where there is a picture: it takes its time

    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            message, hint = (
                f"the file has {size // 1_000_000} MB",
                f"save it with less than {MOST_BYTES // 1_000_000} MB",
            )
            raise Problems([Problem("picture-size", where, message, hint)])
        with warnings.catch_warnings(), _whole_alone():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("JPEG", "PNG")) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    message = f"the picture has {opened.width} × {opened.height} pixels"
                    hint = f"save it with at most {MOST_PIXELS // 1_000_000} million pixels"
                    raise Problems([Problem("picture-size", where, message, hint)])
                picture = ImageOps.exif_transpose(opened)
                picture.thumbnail((WIDEST, WIDEST))
                # A new image takes the pixels alone: no EXIF, no XMP, no profile.
                clean = Image.new("RGB", picture.size, "white")
                clean.paste(picture.convert("RGBA"), mask=picture.convert("RGBA").getchannel("A"))
    except UnidentifiedImageError:
        raise Problems([Problem("picture", where, "the file is not a JPEG or PNG picture", _ANEW)]) from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Problems([Problem("picture", where, f"the picture cannot be read: {error}", _ANEW)]) from None
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=88, optimize=True)
    return Picture(written.getvalue(), clean.width, clean.height)


@contextlib.contextmanager
def _whole_alone() -> Iterator[None]:
    """While this lasts, half a picture is an error: WeasyPrint lets Pillow fill it up for the whole program."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
