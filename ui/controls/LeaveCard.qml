// Asks once before what was entered is erased.
import QtQuick
import "../theme"

Item {
    id: asking

    objectName: "leaving"

    signal leave
    signal stay

    Rectangle {
        anchors.fill: parent
        color: Theme.ink
        opacity: 0.55
    }

    MouseArea {
        anchors.fill: parent
    }

    Card {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        padding: 56
        spacing: 32

        Title {
            width: parent.width
            text: Words.say("leave.title")
        }

        Label {
            width: parent.width
            text: Words.say("leave.text")
        }

        BigButton {
            objectName: "leave_no"
            width: parent.width
            kind: "filled"
            text: Words.say("leave.no")
            onClicked: asking.stay()
        }

        BigButton {
            objectName: "leave_yes"
            width: parent.width
            text: Words.say("leave.yes")
            onClicked: asking.leave()
        }
    }
}
