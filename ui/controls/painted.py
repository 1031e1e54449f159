"""Pictures that may be personal, painted straight from their presenter: no cache of Qt's ever holds them."""
from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickPaintedItem

from kiosk.commitments.signature import HEIGHT, PEN, WIDTH, Strokes

QML_IMPORT_NAME = "Kiosk.Controls"
QML_IMPORT_MAJOR_VERSION = 1

QUIET_MODULES = 4  # the empty edge a QR code needs (ISO/IEC 18004)
Modules = tuple[tuple[bool, ...], ...]
INK = QColor("#1B2B27")


class PictureSource(Protocol):
    def picture(self) -> bytes: ...  # JPEG, or empty


class CodeSource(Protocol):
    def modules(self) -> Modules: ...  # rows of the QR code, True is dark; empty: none


class InkSource(Protocol):
    def strokes(self) -> Strokes: ...


@QmlElement
class PictureView(QQuickPaintedItem):
    """A page just taken, as large as fits."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]  # QML gives an item; the stub asks for QQuickItem
        self._source: PictureSource | None = None

    @Slot(QObject)
    def watch(self, source: QObject) -> None:
        self._source = cast(PictureSource, source)
        self.update()

    def paint(self, painter: QPainter) -> None:
        image = QImage.fromData(self._source.picture()) if self._source is not None else QImage()
        if image.isNull():
            return
        size = image.size().scaled(int(self.width()), int(self.height()), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(left, top, size.width(), size.height()), image)


@QmlElement
class QrView(QQuickPaintedItem):
    """A QR code in whole pixels, dark on white, with its quiet edge."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]  # QML gives an item; the stub asks for QQuickItem
        self._source: CodeSource | None = None

    @Slot(QObject)
    def watch(self, source: QObject) -> None:
        self._source = cast(CodeSource, source)
        self.update()

    def paint(self, painter: QPainter) -> None:
        modules = self._source.modules() if self._source is not None else ()
        painter.fillRect(QRectF(0, 0, self.width(), self.height()), QColor("#FFFFFF"))
        if not modules:
            return
        side = int(min(self.width(), self.height())) // (len(modules) + 2 * QUIET_MODULES)
        left = int(self.width() - side * len(modules)) // 2
        top = int(self.height() - side * len(modules)) // 2
        for y, row in enumerate(modules):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(left + x * side, top + y * side, side, side, INK)


@QmlElement
class StrokesView(QQuickPaintedItem):
    """What a finger has drawn so far."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]  # QML gives an item; the stub asks for QQuickItem
        self._source: InkSource | None = None

    @Slot(QObject)
    def watch(self, source: QObject) -> None:
        self._source = cast(InkSource, source)
        self.update()

    def paint(self, painter: QPainter) -> None:
        across, down = self.width() / WIDTH, self.height() / HEIGHT
        round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(INK, PEN * across, Qt.PenStyle.SolidLine, round_cap, round_join))
        for stroke in self._source.strokes() if self._source is not None else ():
            points = [QPointF(x * across, y * down) for x, y in stroke]
            painter.drawPolyline(points if len(points) > 1 else points * 2)
