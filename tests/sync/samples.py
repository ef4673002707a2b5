"""Any record of any class of the vocabulary, made from its annotations."""

from hypothesis import strategies as st

from terminal.record import Record

# No half characters (surrogates): no server can send them, and SQLite cannot keep them.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
STATE = st.recursive(
    WHOLE | TEXT | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4).map(tuple),
    max_leaves=12,
)
BY_ANNOTATION = {
    "int": WHOLE,
    "str": TEXT,
    "bool": st.booleans(),
    "tuple[int, ...]": st.lists(WHOLE, max_size=3).map(tuple),
    "tuple[str, ...]": st.lists(TEXT, max_size=3).map(tuple),
    "tuple[tuple[str, int], ...]": st.lists(st.tuples(TEXT, WHOLE), max_size=3).map(tuple),
    "tuple[object, ...]": st.lists(STATE, max_size=4).map(tuple),
}


def annotation_of(record_class: type[Record], field: str) -> str:
    annotation = record_class.__annotations__[field]
    return annotation if isinstance(annotation, str) else str(annotation.__name__)


def records(record_class: type[Record]) -> st.SearchStrategy[Record]:
    """Records of this class with arbitrary content."""
    fields = [BY_ANNOTATION[annotation_of(record_class, name)] for name in record_class.fields]
    return st.tuples(*fields).map(lambda values: record_class(*values))
