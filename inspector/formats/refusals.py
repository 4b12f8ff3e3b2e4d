"""Files that are models or data of another kind: recognised by their first bytes, to say what they are."""

from __future__ import annotations

_KINDS = (
    (b"\x80\x02", "a Python pickle (PyTorch or scikit-learn), which runs code when it is opened"),
    (b"\x80\x03", "a Python pickle, which runs code when it is opened"),
    (b"\x80\x04", "a Python pickle, which runs code when it is opened"),
    (b"\x80\x05", "a Python pickle, which runs code when it is opened"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"version https://git-lfs", "a Git LFS pointer; fetch the real file with `git lfs pull`"),
)
_EXPECTED = "Expected a Keras model (.keras, .h5)"


def sentence(head: bytes) -> str:
    """Why a file that begins with these bytes is not opened."""
    kind = next((kind for start, kind in _KINDS if head.startswith(start)), "")
    if head[4:8] == b"TFL3":
        kind = "a TensorFlow Lite model"
    elif not kind and _may_be_protobuf(head):
        kind = "perhaps a TensorFlow graph or SavedModel (.pb) or ONNX, which cannot be opened yet"
    elif not kind and head.lstrip()[:1] in (b"{", b"["):
        kind = "JSON text without weights"
    elif not kind and head.lstrip()[:1] == b"<":
        kind = "a web page or XML, perhaps a download that failed"
    return (
        f"{_EXPECTED}, found {kind or 'something that does not begin like one'}: open a file that model.save() wrote."
    )


def _may_be_protobuf(head: bytes) -> bool:
    """Whether it begins like a message: field 1 with a length (GraphDef) or a number (SavedModel, ONNX)."""
    is_text = all(byte >= 0x20 or byte in b"\t\n\r" for byte in head)
    return head[0] in (0x0A, 0x08) and not is_text
