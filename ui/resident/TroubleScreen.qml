// A named problem: what happened, what was saved, what to do, who can fix it.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property TroublePresenter presenter
    readonly property real space: room - panel.height - details.height - 2 * Theme.gap

    Rectangle {
        id: panel
        width: parent.width
        height: what.implicitHeight + 2 * 44
        radius: Theme.radius
        color: Theme.amber

        Column {
            id: what
            anchors.verticalCenter: parent.verticalCenter
            x: Theme.pad
            width: parent.width - 2 * x
            spacing: 20

            Icon {
                name: "warning"
                size: Theme.elder ? 104 : 144
            }

            Title {
                width: parent.width
                text: screen.presenter.title
                font.pixelSize: Theme.display
            }
        }
    }

    Card {
        id: details
        width: parent.width
        spacing: 36

        AdviceLine {
            width: parent.width
            symbol: "safe"
            label: Words.say("trouble.saved_label")
            text: screen.presenter.saved
        }

        AdviceLine {
            width: parent.width
            symbol: screen.presenter.symbol
            label: screen.presenter.who
            text: screen.presenter.todo
        }
    }

    Item {
        width: parent.width
        height: Math.max(0, screen.space)
        visible: height > 260 && picture.name !== ""

        Icon {
            id: picture
            name: screen.presenter.picture
            height: Math.min(380, parent.height)
            width: height * 3 / 2
            anchors.centerIn: parent
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
            kind: "filled"
            text: screen.presenter.retry ? Words.say("trouble.try_again") : Words.say("trouble.understood")
            onClicked: screen.presenter.tryAgain()
        }
    ]
}
