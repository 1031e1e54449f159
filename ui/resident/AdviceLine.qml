// One piece of advice with its picture.
import QtQuick
import "../controls"
import "../theme"

Item {
    id: line

    required property string symbol
    required property string label
    required property string text

    implicitHeight: Math.max(picture.height, said.implicitHeight)

    Icon {
        id: picture
        name: line.symbol
        size: 104
    }

    Column {
        id: said
        spacing: 4
        anchors {
            left: picture.right
            leftMargin: 32
            right: parent.right
            verticalCenter: parent.verticalCenter
        }

        Label {
            width: parent.width
            text: line.label
            color: Theme.soft
            font.pixelSize: Theme.second
        }

        Label {
            width: parent.width
            text: line.text
            font.pixelSize: Theme.large
        }
    }
}
