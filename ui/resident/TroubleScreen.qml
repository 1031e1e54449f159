// A named problem: what happened, what was saved, what to do, who can fix it.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property TroublePresenter presenter

    Rectangle {
        width: parent.width
        height: what.implicitHeight + 112
        radius: Theme.radius
        color: Theme.amber

        Column {
            id: what
            anchors.verticalCenter: parent.verticalCenter
            x: 56
            width: parent.width - 112
            spacing: 28

            Icon {
                name: "warning"
                size: 176
            }

            Label {
                width: parent.width
                text: screen.presenter.title
                font.pixelSize: Theme.display
                font.bold: true
                lineHeight: 1.15
                Accessible.role: Accessible.Heading
            }
        }
    }

    Card {
        width: parent.width
        spacing: 40
        padding: 48

        Repeater {
            model: [
                {
                    "icon": "safe",
                    "label": Words.say("trouble.saved_label"),
                    "text": screen.presenter.saved
                },
                {
                    "icon": screen.presenter.icon,
                    "label": screen.presenter.who,
                    "text": screen.presenter.todo
                }
            ]

            delegate: Item {
                id: line

                required property var modelData

                width: parent.width
                height: Math.max(112, said.implicitHeight)

                Icon {
                    name: line.modelData.icon
                    size: 104
                }

                Column {
                    id: said
                    x: 144
                    width: parent.width - x
                    spacing: 4

                    Label {
                        width: parent.width
                        text: line.modelData.label
                        color: Theme.soft
                        font.pixelSize: Theme.second
                    }

                    Label {
                        width: parent.width
                        text: line.modelData.text
                        font.pixelSize: 42
                    }
                }
            }
        }
    }

    actions: [
        Label {
            width: screen.width
            horizontalAlignment: Text.AlignHCenter
            text: screen.presenter.code
            color: Theme.soft
            font.pixelSize: Theme.least
        },
        BigButton {
            objectName: "try_again"
            width: screen.width
            visible: screen.presenter.retry
            kind: "filled"
            text: Words.say("trouble.try_again")
            onClicked: screen.presenter.tryAgain()
        }
    ]
}
