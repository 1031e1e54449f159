// An answer that can be changed: a touch asks the question again.
import QtQuick
import "../controls"
import "../theme"

Touch {
    id: tile

    required property string label
    required property string value
    required property string source
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
            right: change.left
            rightMargin: 16
            verticalCenter: parent.verticalCenter
        }

        Label {
            width: parent.width
            text: tile.label
            color: Theme.soft
            font.pixelSize: Theme.least
        }

        Label {
            width: parent.width
            text: tile.value
            color: tile.source === "" ? Theme.soft : Theme.ink
            font.pixelSize: tile.source === "" ? Theme.least : Theme.second
            font.bold: tile.source !== ""
        }
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
        anchors.rightMargin: 28
        anchors.verticalCenter: parent.verticalCenter
    }
}
