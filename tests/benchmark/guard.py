#!/usr/bin/env python3
"""Refuses what misses its bound in bounds.py, or what was reached of it so far: the measurements that repeat, without any
wall time.

Usage: guard.py MEASUREMENT COMPILER, for ctest. Ends with 77, and says so, where a tool is missing.
"""
import sys

import calls
import disk
import end_to_end
import includes
import sizes
import storms
from bounds import BY_KEY
from building import Failed, Missing, Workshop

MEASUREMENTS = {
    "calls": calls.measure_counts,
    "storms": storms.measure_counts,
    "end-to-end": end_to_end.measure_counts,
    "includes": includes.measure_counts,
    "text": sizes.measure_text,
    "cortex": lambda workshop, _: sizes.measure_cortex(workshop),
    "disk": disk.measure,
}


def main() -> int:
    name, compiler = sys.argv[1:]
    try:
        with Workshop() as workshop:
            figures = MEASUREMENTS[name](workshop, compiler)
    except Missing as missing:
        print(f"SKIPPED: {missing}")
        return 77
    except Failed as failed:
        print(failed)
        return 1
    for figure in figures:
        row = BY_KEY[figure.key]
        print(f"{figure.key}: {row.what}: {figure.text()}, must hold {row.bound(row.must)}"
              + ("" if figure.limit() == row.must else f", reached so far {row.bound(figure.limit())}")
              + ("  <-- MISSED" if figure.slips_back() else ""))
    return 1 if any(figure.slips_back() for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
