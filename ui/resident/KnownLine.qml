// What nobody had to type: where it comes from, above the first line of one source, then label and value.
import QtQuick
import "../controls"
import "../theme"

Column {
    id: line

    required property string label
    required property string value
    required property string heading
    property real labelWidth: 0
    readonly property real wanted: measure.advanceWidth

    spacing: 8

    TextMetrics {
        id: measure
        font: name.font
        text: line.label
    }

    Badge {
        text: line.heading
        tone: "mist"
    }

    Item {
        width: line.width
        height: Math.max(said.implicitHeight, name.implicitHeight)

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
                right: parent.right
                verticalCenter: parent.verticalCenter
            }
        }
    }
}
