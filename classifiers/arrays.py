"""Names for the arrays of numpy that models are made of, so that a signature says what its numbers are. numpy only."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]  # embeddings, and what is learned in their space
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.int8]
Octets = npt.NDArray[np.uint8]  # unsigned: files, and numbers taken apart for them

__all__ = ["Bools", "Bytes", "Floats", "Ints", "Octets", "Vectors"]
