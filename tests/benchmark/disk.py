"""How often a session on FileStorage waits for the disk."""
import tempfile

from bounds import Figure
from building import Workshop, say


def measure(workshop: Workshop, compiler: str) -> list[Figure]:
    program = workshop.build(compiler, "file_syncs.cpp", "-pthread")
    with tempfile.TemporaryDirectory(dir=workshop.folder) as folder:
        count = say(program, folder)
    return [Figure("19", "", count["refresh"]), Figure("19 unchanged", "session read", count["restored"]),
            Figure("19 unchanged", "newer pair taken over", count["adopted"])]
