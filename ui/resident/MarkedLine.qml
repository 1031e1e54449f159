// One line with its picture, and at its end in a word what the picture says: never colour alone.
import QtQuick
import "../controls"
import "../theme"

Item {
    id: line

    required property string symbol
    property string text
    property string mark
    property color markColor: Theme.soft

    implicitHeight: Math.max(56, Math.max(said.implicitHeight, word.implicitHeight))

    Icon {
        id: picture
        name: line.symbol
        size: 52
        y: 2
    }

    Label {
        id: said
        text: line.text
        font.pixelSize: Theme.second
        anchors {
            left: picture.right
            leftMargin: 24
            right: word.left
            rightMargin: 24
            verticalCenter: parent.verticalCenter
        }
    }

    Label {
        id: word
        text: line.mark
        width: Math.min(implicitWidth, line.width * 0.42)
        color: line.markColor
        font.pixelSize: Theme.least
        horizontalAlignment: Text.AlignRight
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
    }
}
