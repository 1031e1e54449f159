// What the machine is doing right now. Touches wait until it is done.
import QtQuick
import "../theme"

Item {
    id: veil

    property string text

    objectName: "busy"
    visible: text !== ""

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
        opacity: 0.82
    }

    MouseArea {
        anchors.fill: parent
    }

    Card {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        padding: 48
        spacing: 36
        color: Theme.mist
        border.color: Theme.banyan
        border.width: Theme.line

        Icon {
            name: "clock"
            size: 120
            anchors.horizontalCenter: parent.horizontalCenter
        }

        Title {
            width: parent.width
            text: veil.text
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
