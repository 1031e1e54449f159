// One of several things that may be chosen together: a touch puts the tick, another takes it away.
import QtQuick
import "../theme"

Touch {
    id: tile

    property bool chosen: false

    Accessible.role: Accessible.CheckBox
    Accessible.checkable: true
    Accessible.checked: chosen
    implicitHeight: Math.max(Theme.target, words.implicitHeight + 40)

    background: Rectangle {
        radius: Theme.smallRadius
        color: tile.pressed ? Theme.mistDeep : tile.chosen ? Theme.mist : Theme.card
        border.width: Theme.line
        border.color: Theme.banyan
    }

    Rectangle {
        id: box
        width: 64
        height: 64
        x: 32
        anchors.verticalCenter: parent.verticalCenter
        radius: 14
        color: tile.chosen ? Theme.banyan : Theme.card
        border.width: Theme.line
        border.color: Theme.banyan

        Icon {
            anchors.centerIn: parent
            name: "check_white"
            size: 52
            visible: tile.chosen
        }
    }

    Label {
        id: words
        text: tile.text
        color: Theme.banyan
        font.pixelSize: Theme.large
        font.bold: true
        Accessible.ignored: true
        anchors {
            left: box.right
            leftMargin: 28
            right: parent.right
            rightMargin: 28
            verticalCenter: parent.verticalCenter
        }
    }
}
