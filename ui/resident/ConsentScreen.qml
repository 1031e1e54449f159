// The notice: who uses what, what for, how long. Then yes or no.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property ConsentPresenter presenter

    title: Words.say("consent.title")

    Pager {
        width: parent.width
        room: screen.room
        spacing: 32

        Repeater {
            model: screen.presenter.lines

            delegate: Item {
                id: line

                required property string label
                required property string text
                required property string symbol

                width: parent.width
                height: Math.max(104, said.implicitHeight)

                Rectangle {
                    id: picture
                    width: 104
                    height: 104
                    radius: 28
                    color: Theme.mist

                    Icon {
                        anchors.centerIn: parent
                        name: line.symbol
                        size: 76
                    }
                }

                Column {
                    id: said
                    x: picture.width + 32
                    width: parent.width - x
                    spacing: 2

                    Label {
                        width: parent.width
                        text: line.label
                        color: Theme.soft
                        font.pixelSize: Theme.least
                    }

                    Label {
                        width: parent.width
                        text: line.text
                        font.pixelSize: Theme.body
                    }
                }
            }
        }
    }

    actions: [
        BigButton {
            objectName: "refuse"
            width: screen.width
            text: Words.say("consent.refuse")
            onClicked: screen.presenter.refuse()
        },
        BigButton {
            objectName: "agree"
            width: screen.width
            kind: "filled"
            text: Words.say("consent.agree")
            onClicked: screen.presenter.agree()
        }
    ]
}
