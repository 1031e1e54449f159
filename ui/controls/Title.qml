// What a screen or a panel is about.
import QtQuick
import "../theme"

Label {
    font.pixelSize: Theme.title
    font.bold: true
    lineHeight: Theme.titleLine
    Accessible.role: Accessible.Heading
}
