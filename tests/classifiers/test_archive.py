"""Arrays of a model as one file: what is packed comes back, and what is damaged is refused by name."""

import io
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.archive import pack_arrays, unpack_arrays
from classifiers.manifest import ModelError

ARRAYS = {"a": np.arange(300, dtype=np.int16), "b": np.zeros((0, 4)), "c": np.frombuffer("año".encode(), np.uint8)}


@pytest.mark.parametrize("densely", [False, True])
def test_arrays_come_back(densely: bool) -> None:
    """With their kinds and shapes; the same arrays give the same bytes."""
    data = pack_arrays(ARRAYS, densely=densely)
    found = unpack_arrays(data, "x.npz", dict)
    assert found.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert found[name].dtype == array.dtype
        assert np.array_equal(found[name], array)
    assert data == pack_arrays(ARRAYS, densely=densely)


def test_what_numpy_packs_is_read() -> None:
    """Models of a release that packed so are not lost."""
    out = io.BytesIO()
    np.savez_compressed(out, a=ARRAYS["a"])
    assert np.array_equal(unpack_arrays(out.getvalue(), "x.npz", lambda arrays: arrays["a"]), ARRAYS["a"])


@given(st.booleans(), st.integers(0, 10_000), st.integers(0, 255), st.booleans())
def test_damaged_files_are_refused_or_read(densely: bool, at: int, byte: int, cut: bool) -> None:
    """Whatever rots, nothing else is raised."""
    data = bytearray(pack_arrays(ARRAYS, densely=densely))
    at %= len(data)
    data[at] = byte
    with suppress(ModelError):
        unpack_arrays(bytes(data[:at] if cut else data), "x.npz", dict)


def test_objects_are_not_read() -> None:
    """What numpy would unpickle could run."""
    out = io.BytesIO()
    np.savez(out, a=np.array([{}], dtype=object))
    with pytest.raises(ModelError, match="cannot be read"):
        unpack_arrays(out.getvalue(), "x.npz", dict)
