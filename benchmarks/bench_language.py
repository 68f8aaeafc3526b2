"""Reading and laying out rule files: how the cost grows, and what of it is reading characters at all.

`python benchmarks/bench_language.py` reads one shipped pack 1, 10 and 50 times over, in CPU time. The floor is the scan of the
same text into words; parsing and laying out are told as multiples of it. Also 300 files, as `stackr fmt` meets them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from stackr.diagnostics.model import Collector
from stackr.language.format import format_text
from stackr.language.parse import parse_text
from stackr.language.tables import tables
from stackr.language.tokens import scan

PACK = Path(__file__).resolve().parents[1] / "rules" / "examples" / "unza-pgdip.stackr"
FILES = 300


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds, the best of three."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Print the table."""
    tables()
    text = PACK.read_text("utf-8")
    body = text[text.index("import ") :]
    print(f"{'characters':>12} {'scan':>9} {'parse':>9} {'lay out':>9}   parse/scan  µs per character (parse)")
    for times in (1, 10, 50):
        many = body * times
        floor = seconds(lambda many=many: scan(many, "x", Collector()))
        parsed = seconds(lambda many=many: parse_text(many, "x"))
        laid = seconds(lambda many=many: format_text(many, "x"))
        print(
            f"{len(many):>12,} {floor:>8.3f}s {parsed:>8.3f}s {laid:>8.3f}s {parsed / floor:>11.1f}x "
            f"{parsed / len(many) * 1e6:>12.2f}"
        )
    laid = seconds(lambda: [format_text(text, "x") for _ in range(FILES)])
    print(f"{FILES} files of {len(text):,} characters laid out: {laid:.1f}s, {laid / FILES * 1000:.0f} ms each")


if __name__ == "__main__":
    main()
