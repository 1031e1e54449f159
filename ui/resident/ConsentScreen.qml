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

    Card {
        width: parent.width
        spacing: 32

        Repeater {
            model: screen.presenter.lines

            delegate: Item {
                id: line

                required property string label
                required property string text
                required property string symbol

                width: parent.width
                height: Math.max(96, said.implicitHeight)

                Icon {
                    name: line.symbol
                    size: 80
                    y: 6
                }

                Column {
                    id: said
                    x: 116
                    width: parent.width - x
                    spacing: 4

                    Label {
                        width: parent.width
                        text: line.label
                        color: Theme.soft
                        font.pixelSize: Theme.least
                    }

                    Label {
                        width: parent.width
                        text: line.text
                        font.pixelSize: Theme.second
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
