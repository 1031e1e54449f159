"""The live picture of the document camera with the paper's outline drawn on it."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickPaintedItem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QML_IMPORT_NAME = "Kiosk.Controls"
QML_IMPORT_MAJOR_VERSION = 1

EVERY_MS = 33
GOOD, WAITING = QColor("#0B5647"), QColor("#FFE9BF")
Corners = tuple[tuple[float, float], ...]


class Frame(Protocol):
    """A camera frame: `picture` is height × width × 3, BGR, contiguous."""

    @property
    def number(self) -> int: ...
    @property
    def picture(self) -> NDArray[np.uint8]: ...


Frames = Callable[[], Frame | None]


class CameraSource(Protocol):
    """What a presenter must offer: the newest frame, the corners as shares of the picture, whether all is well."""

    def latest(self) -> Frame | None: ...
    def corners(self) -> Corners: ...
    def good(self) -> bool: ...


@QmlElement
class CameraView(QQuickPaintedItem):
    """Polls the newest frame and drops the rest. The frame is held only until the next one or the end of the screen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]  # QML gives an item; the stub asks for QQuickItem
        self.setRenderTarget(QQuickPaintedItem.RenderTarget.Image)
        self._source: CameraSource | None = None
        self._frame: Frame | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._poll)

    @Slot(QObject)
    def watch(self, source: QObject) -> None:
        """Show what `source` (a presenter that is a CameraSource) sees, until this item goes."""
        self._source = cast(CameraSource, source)
        self._timer.start()
        self._poll()

    def _poll(self) -> None:
        frame = self._source.latest() if self._source is not None else None
        if frame is not None and self._frame is not None and frame.number == self._frame.number:
            return
        if frame is not None or self._frame is not None:
            self._frame = frame
            self.update()

    def paint(self, painter: QPainter) -> None:
        if self._frame is None:
            return
        picture = self._frame.picture
        height, width, _ = picture.shape
        image = QImage(picture.data, width, height, 3 * width, QImage.Format.Format_BGR888)
        area = _fitted(QRectF(self.boundingRect()), width, height)
        painter.drawImage(area, image)
        self._outline(painter, area)

    def _outline(self, painter: QPainter, area: QRectF) -> None:
        corners = self._source.corners() if self._source is not None else ()
        if not corners:
            return
        color = GOOD if self._source is not None and self._source.good() else WAITING
        shape = QPolygonF([QPointF(area.x() + x * area.width(), area.y() + y * area.height()) for x, y in corners])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
        join = Qt.PenJoinStyle.RoundJoin
        for pen_color, pen_width in ((QColor("#1B2B27"), 14), (color, 8)):
            painter.setPen(QPen(pen_color, pen_width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, join))
            painter.drawPolygon(shape)


def _fitted(room: QRectF, width: int, height: int) -> QRectF:
    """The largest rectangle of this shape in the middle of the room."""
    scale = min(room.width() / width, room.height() / height)
    size = (width * scale, height * scale)
    return QRectF(room.x() + (room.width() - size[0]) / 2, room.y() + (room.height() - size[1]) / 2, *size)
