import subprocess
import sys

CHILD = """
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
app = QCoreApplication([])
class Source(QObject):
    tick = Signal(object)
source = Source()
source.tick.connect(lambda value: None, Qt.ConnectionType.QueuedConnection)
for n in range(200_000):
    source.tick.emit(n)
    if n % 100 == 0:
        app.processEvents()
"""


def test_a_signal_survives_two_hundred_thousand_emits() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference to True per emit and aborts after some 570."""
    assert subprocess.run([sys.executable, "-c", CHILD], timeout=60, check=False).returncode == 0
