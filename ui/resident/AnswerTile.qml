// An answer that can be changed: a touch asks the question again.
import QtQuick
import "../controls"
import "../theme"

Touch {
    id: tile

    required property string label
    required property string value
    required property bool given
    required property string field
    required property string doing

    objectName: "change_" + field
    says: doing + " " + label
    implicitHeight: Math.max(Theme.target, words.implicitHeight + 40)

    background: Rectangle {
        radius: Theme.smallRadius
        color: tile.pressed ? Theme.mistDeep : Theme.card
        border.width: Theme.line
        border.color: Theme.edge
    }

    Column {
        id: words
        spacing: 2
        anchors {
            left: parent.left
            leftMargin: 28
            right: parent.right
            rightMargin: 28
            top: parent.top
            topMargin: 20
        }

        Item {
            width: parent.width
            height: Math.max(name.implicitHeight, change.implicitHeight)

            Label {
                id: name
                text: tile.label
                color: Theme.soft
                font.pixelSize: Theme.least
                anchors.left: parent.left
                anchors.right: change.left
                anchors.rightMargin: 16
            }

            Label {
                id: change
                text: tile.doing
                color: Theme.banyan
                font.pixelSize: Theme.least
                font.bold: true
                font.underline: true
                wrapMode: Text.NoWrap
                anchors.right: parent.right
            }
        }

        Label {
            width: parent.width
            text: tile.value
            color: tile.given ? Theme.ink : Theme.soft
            font.pixelSize: tile.given ? Theme.second : Theme.least
            font.bold: tile.given
        }
    }
}
