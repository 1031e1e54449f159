"""The queue's fault matrix: what is done to it, and what must come of it. `facts`: the fault list it was made from."""
from __future__ import annotations

from tests.faults.queue import (
    answers,
    clocks,
    failing_disk,
    full_disk,
    killed,
    lines,
    owners,
    power,
    pulled_stick,
    rot,
    torn,
)
from tests.faults.queue.rig import Fault

KEPT, ONCE = ("all kept",), ("delivered once",)
REBUILT = ("the same rows from the files",)
MADE_ANEW = "made anew where it was hit, delivered once"

FAULTS = (
    Fault("process death", "acknowledged writers killed with SIGKILL at random moments, at full speed and at a kiosk's "
          "pace, three times in each folder", "nothing acknowledged is missing", KEPT, killed.process_death),
    Fault("process death while sending", "the same while it delivers over HTTP", "every one arrives once",
          ONCE, killed.process_death_while_sending),
    Fault("power cut", "loop ext4: the writer stands still, the image is copied, the copy is opened",
          "nothing acknowledged is missing, no database is made anew", KEPT, power.power_cut_images, root=True),
    Fault("torn, reordered, unsynced sectors", "the real queue over a disk in memory (SQLite by an apsw VFS, sealed "
          "files by the same disk) whose power fails between any two writes", "nothing acknowledged is missing, no "
          "database is made anew, everything is delivered once", KEPT, torn.torn_sectors),
    Fault("failed syncs", "a preload lets one fsync or fdatasync in twenty fail with EIO",
          "the hand-in is not kept and says so, the same draft is kept later",
          ("not kept, said so; what was kept is there",), failing_disk.failing_syncs),
    Fault("failed writes", "a preload lets one write or pwrite in sixty fail with EIO", "the same",
          ("not kept, said so; what was kept is there",), failing_disk.failing_writes),
    Fault("real EIO", "an ext4 image in a tmpfs that is too small for it, filled by synced hand-ins; later the tmpfs "
          "grows", "hand-in out of order, says why; all kept", ("hand-in says why",),
          failing_disk.real_errors, root=True),
    Fault("journal abort, read-only disk", "ext4 is told to abort its journal while the kiosk runs; mounted "
          "read-only at the next start", "hand-in out of order, says why; all kept",
          (  # newer kernels let an aborted ext4 look writable, so what is told beforehand differs; nothing is lost
              "hand-in says why, no new application starts, a restart is refused: store_damaged",
              "hand-in says why, no new application starts, a restart is refused: OSError",
              "hand-in says why, a new application still starts, a restart is refused: store_damaged",
              "hand-in says why, a new application still starts, a restart is refused: OSError",
          ), failing_disk.journal_abort_and_read_only, root=True),
    Fault("disk full", "an ext4 image filled to the last byte by somebody else's file",
          "no new application, what is there is sent by the reserve, then it goes on",
          ("no new application; drained by the reserve",), full_disk.disk_full, root=True),
    Fault("inodes used up", "an ext4 image with few inodes, all used by somebody else's files", "the same",
          ("no new application; drained by the reserve",), full_disk.inodes_used_up, root=True),
    Fault("started on a full disk", "the image is filled to the last byte while the kiosk is off",
          "starts and drains, or refuses to start until there is room; nothing is lost",
          ("starts, no new application, drained", "does not start: store_damaged"),
          full_disk.started_on_a_full_disk, root=True),
    Fault("wrong clock at start", "a preloaded wall clock, 400 days slow", "order, due times, numbers the same; marked",
          ("order, due times and numbers unchanged, marked",), clocks.wrong_at_start),
    Fault("clock jumps while running", "the preloaded clock jumps by -400, +400, -1 and +9000 days", "the same",
          ("order, due times and numbers unchanged, marked",), clocks.jumps_while_running),
    Fault("bit rot in the database", "512 random bytes overwritten at random places of queue.db",
          "made anew, everything delivered once", (MADE_ANEW,), rot.rot_in_database),
    Fault("bit rot in the write-ahead log", "the same in queue.db-wal of a killed kiosk",
          "made anew, everything delivered once; the last one alone rests in quarantine and a technician is called",
          (MADE_ANEW, f"{MADE_ANEW}, or its head rests in quarantine and a technician is called"), rot.rot_in_log),
    Fault("bit rot in a page", "512 random bytes of one sealed page overwritten", "quarantined, the others go on",
          ("quarantined, the others go on",), rot.rot_in_a_page),
    Fault("bit rot in a head", "512 random bytes of one sealed head overwritten", "quarantined, the others go on",
          ("quarantined, the others go on",), rot.rot_in_a_head),
    Fault("database gone", "queue.db and its log unlinked, twice", "the same rows from the files, no number again",
          REBUILT, rot.database_gone),
    Fault("page 1 zeroed", "the first 4096 bytes of queue.db zeroed, twice", "the same rows from the files",
          REBUILT, rot.first_page_zeroed),
    Fault("two processes", "started twice; the first killed, started again", "refused, then taken over",
          ("refused, then taken over",), owners.two_processes),
    Fault("line cut", "a line that resets the kiosk at random bytes of an upload and leaves the platform's end open",
          "delivered once", ONCE, lines.line_cut),
    Fault("stall without reset", "a line that swallows everything from a random byte on", "ended by our own deadline, "
          "delivered once", ONCE, lines.line_stalled),
    Fault("answers of every code", "the platform's own problem+json on head, part and commit", "the state table",
          ("each as the state table says, then delivered once or for staff with a reason",), answers.every_code),
    Fault("answers of somebody else", "log-in pages, redirects, proxies' 403, half JSON, no HTTP at all, odd tickets",
          "decide nothing", ("decided nothing, then delivered once",), answers.not_the_platform),
    Fault("lost, half and repeated answers", "cut before, in mid and after the platform acted, half, "
          "silence, trickle, each up to seven times in a row", "delivered once", ONCE, answers.lost_answers),
    Fault("platform killed in mid part", "SIGKILL of the real platform at a random byte of an upload, started anew",
          "the same receipt, one case", ("the same receipt after its return",), lines.killed_in_mid_part),
    Fault("platform killed in mid commit", "SIGKILL up to 20 ms after the commit was asked for, started again",
          "the same receipt, one case", ("the same receipt after its return",), lines.killed_in_mid_commit),
    Fault("wrong receipt signature", "the platform's receipt altered after it was signed", "stays, nothing purged",
          ("not accepted, nothing purged, sending pauses, technician called",), answers.wrong_signature),
    Fault("wrong key id", "a receipt under a key nobody knows", "stays, nothing purged",
          ("not accepted, nothing purged, sending pauses, technician called",), answers.wrong_key_id),
    Fault("killed in migration", "SIGKILL at a random step of SQLite's machine while the first version comes forward",
          "old or new, never between", ("the old version or the new one",), owners.killed_in_migration),
    Fault("power cut in migration", "the same over the disk in memory whose power fails", "old or new, never between",
          ("the old version or the new one",), torn.torn_migration),
    Fault("newer data", "user_version raised", "refused, not one byte touched", ("refused, untouched",),
          owners.newer_data),
    Fault("stick pulled out", "loop ext4: the kiosk exports and stands still; the image's copy goes to the centre",
          "import finds what is whole, twice is fine", ("import finds what is whole, twice is fine",),
          pulled_stick.pulled_half_way, root=True),
)  # fmt: skip

BY_NAME = {fault.name: fault for fault in FAULTS}

# The fault list of the facts, word by word, and the rows that stand for each; or why none can be injected here.
FACTS: dict[str, tuple[str, ...] | str] = {
    "process death": ("process death", "process death while sending"),
    "power cut, any library": ("power cut",),
    "torn, reordered, unsynced sectors": ("torn, reordered, unsynced sectors",),
    "fsync error / write error, random": ("failed syncs", "failed writes"),
    "real EIO, journal abort, read-only": ("real EIO", "journal abort, read-only disk"),
    "disk full / inodes used up": ("disk full", "inodes used up", "started on a full disk"),
    "wrong clock / jump while running": ("wrong clock at start", "clock jumps while running"),
    "bit rot / database gone, page 1 zeroed": (
        "bit rot in the database", "bit rot in the write-ahead log", "bit rot in a page", "bit rot in a head",
        "database gone", "page 1 zeroed",
    ),
    "two processes": ("two processes",),
    "slow, lossy, cut line / stall without reset": ("line cut", "stall without reset"),  # slow, lossy: make bench-sync
    "lost or half answer, duplicate, any code, rubbish": (
        "answers of every code", "answers of somebody else", "lost, half and repeated answers",
    ),
    "platform or database restarted": ("platform killed in mid part", "platform killed in mid commit"),
    "wrong receipt signature, wrong key id / contract": ("wrong receipt signature", "wrong key id"),
    "TPM reset, PCR change": "nothing of the queue is sealed to a TPM: drafts are in memory, the device key is a file",
    "killed in migration, newer data": ("killed in migration", "power cut in migration", "newer data"),
    "stick pulled out": ("stick pulled out",),  # ext4 in place of vfat, which this kernel may not know
    "herd": "twenty thousand kiosks fit into no machine: simulated in the tests of the herd, not injected",
    "(speed-up, no fault)": "no fault",
}
