"""``python -m core.catalog``: make the shipped catalogue file anew from the installed Keras."""

from __future__ import annotations

import os
import sys

from core.catalog import catalog


def main() -> int:
    """Write ``resources/catalog/keras.json``; says on standard error what was written."""
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    data = catalog.build()
    text = catalog.dumps(data)
    catalog.SHIPPED.write_text(text, encoding="utf-8")
    counts = ", ".join(f"{len(data[part])} {part}" for part in ("layers", "ops", "objects"))
    print(f"{catalog.SHIPPED.name}: Keras {data['keras']}, {counts}, {len(text) // 1024} KiB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
