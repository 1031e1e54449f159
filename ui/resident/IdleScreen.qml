// Is anybody still there?
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property IdlePresenter presenter

    title: Words.say("idle.title")
    lead: Words.say(presenter.handedIn ? "idle.handed" : "idle.text")
    titleSize: Theme.display

    Rectangle {
        width: parent.width
        height: screen.room
        radius: Theme.radius
        color: Theme.amber

        Column {
            anchors.centerIn: parent
            width: parent.width - 80
            spacing: 0

            Label {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: screen.presenter.seconds
                color: Theme.amberInk
                font.pixelSize: 320
                font.bold: true
            }

            Label {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: Words.say("idle.unit")
                color: Theme.amberInk
                font.pixelSize: Theme.large
            }
        }
    }

    actions: BigButton {
        objectName: "still_here"
        width: screen.width
        implicitHeight: 320
        kind: "filled"
        size: Theme.display
        text: Words.say("idle.still_here")
        onClicked: screen.presenter.stillHere()
    }
}
