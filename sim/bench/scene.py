"""What stands on the bench at the first start: a site, a courier, three parcels on their way.

Only names and numbers; nothing here does anything.
"""

from typing import Any

TERMINAL, ADDRESS = "bench", "Brīvības iela 1, Rīga"
COURIER, BADGE, PIN = "janis", "B7C1-44D0-9A52-77EE-10F3-56AB-C9D8-E2F1", "4821"
# whoever sends from the bench
SENDER_PHONE, SENDER_EMAIL = "+371 29111222", "sender@example.com"
# size, phone, e-mail of the parcels that wait to be loaded
PARCELS = (
    ("S", "+371 26123456", ""),
    ("M", "+371 29456123", "anna@example.com"),
    ("?", "+371 27654321", ""),
)


def site() -> dict[str, Any]:
    """Two columns with the screen between them, on one board."""
    sizes = (("S", "S", "M", "M", "L"), ("XS", "XS", "S", "S", "M", "L"))
    columns, number = [], 0
    for column in sizes:
        doors = []
        for size in column:
            number += 1
            doors.append([number, size, 1, number])
        columns.append({"doors": doors})
    return {
        "terminal": {"id": TERMINAL, "place": ADDRESS},
        # The page is in English; Latvian is one touch away.
        "screen": {"language": "en", "after_column": 1},
        "bus": [{"poll_ms": 250}],
        "operator": {"phones": ["+371 67008001", "+371 27008001"], "prices": "2026-07"},
        "column": columns,
    }
