"""Arrays of a model as one file: an archive as numpy reads it. numpy only.

Arrays of numbers and of UTF-8 bytes only, nothing that could run; no pickle.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from classifiers.manifest import ModelError

_REMEDY = "restore the folder, or train again with: pregonero train"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # of every file in it: the same arrays give the same bytes

Arrays = Mapping[str, npt.NDArray[Any]]  # Any: of numbers of several types
_Held = TypeVar("_Held")


def pack_arrays(arrays: Arrays, *, densely: bool = False) -> bytes:
    """Bytes of an archive.

    Args:
        arrays: by name.
        densely: by LZMA, which takes a fifth less than deflate does of embeddings in half bytes, and some tens of
            milliseconds more to unpack: for what is read when it is first needed.
    """
    how = zipfile.ZIP_LZMA if densely else zipfile.ZIP_DEFLATED
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as files:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.save(content, array, allow_pickle=False)
            files.writestr(zipfile.ZipInfo(f"{name}.npy", _LONG_AGO), content.getvalue(), how)
    return out.getvalue()


def unpack_arrays(data: bytes, name: str, make: Callable[[Arrays], _Held]) -> _Held:
    """What is made of the arrays in an archive.

    Args:
        data: what `pack_arrays` or numpy wrote.
        name: of the file, for the error.
        make: from the arrays by name.

    Raises:
        ModelError: no such archive, or arrays missing or unfit.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return make(arrays)
    except ModelError:
        raise
    except Exception as exc:  # zipfile, its decompressors and numpy raise a dozen kinds of errors at what is damaged
        raise ModelError(f"{name}: cannot be read ({exc}); {_REMEDY}") from exc


__all__ = ["Arrays", "pack_arrays", "unpack_arrays"]
