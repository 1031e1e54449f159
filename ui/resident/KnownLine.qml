// What nobody had to type: label, value, and where it comes from.
import QtQuick
import "../controls"
import "../theme"

Item {
    id: line

    required property string label
    required property string value
    required property string source
    property real labelWidth: 0
    readonly property real wanted: measure.advanceWidth

    implicitHeight: Math.max(said.implicitHeight, name.implicitHeight, from.implicitHeight)

    TextMetrics {
        id: measure
        font: name.font
        text: line.label
    }

    Label {
        id: name
        width: line.labelWidth + 4
        text: line.label
        color: Theme.soft
        font.pixelSize: Theme.least
        anchors.verticalCenter: parent.verticalCenter
    }

    Label {
        id: said
        text: line.value
        font.pixelSize: Theme.second
        anchors {
            left: name.right
            leftMargin: 24
            right: from.left
            rightMargin: 20
            verticalCenter: parent.verticalCenter
        }
    }

    Badge {
        id: from
        text: line.source
        tone: "mist"
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
    }
}
