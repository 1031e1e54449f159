// Words on a screen: wraps, never elides.
import QtQuick
import "../theme"

Text {
    color: Theme.ink
    font.pixelSize: Theme.body
    lineHeight: Theme.lineHeight
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
