// What nobody had to type: label, value, and where it comes from.
import QtQuick
import "../controls"
import "../theme"

Item {
    id: line

    required property string label
    required property string value
    required property string source
    required property string field
    required property string doing

    implicitHeight: Math.max(48, Math.max(said.implicitHeight, name.implicitHeight))

    Label {
        id: name
        width: 190
        text: line.label
        color: Theme.soft
        font.pixelSize: Theme.least
        anchors.verticalCenter: said.verticalCenter
    }

    Label {
        id: said
        x: 206
        width: parent.width - x - from.width - 20
        text: line.value
        font.pixelSize: Theme.second
    }

    Badge {
        id: from
        text: line.source
        tone: "mist"
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
    }
}
