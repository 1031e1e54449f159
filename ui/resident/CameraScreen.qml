// Lay a paper on the mat and take its picture.
import QtQuick
import Kiosk.Controls
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property CameraPresenter presenter

    title: presenter.title
    lead: Words.say("camera.lead")

    Badge {
        text: screen.presenter.page
        tone: "mist"
    }

    Rectangle {
        width: parent.width
        height: width * 9 / 16 + 16
        radius: Theme.smallRadius
        color: screen.presenter.streaming ? Theme.ink : Theme.mist
        border.width: 8
        border.color: screen.presenter.fine ? Theme.banyan : Theme.edge

        CameraView {
            id: view
            visible: screen.presenter.streaming
            anchors.fill: parent
            anchors.margins: 8
            Accessible.role: Accessible.Graphic
            Accessible.name: Words.say("camera.picture")
            Component.onCompleted: view.watch(screen.presenter)
        }

        Icon {
            name: "camera"
            size: 240
            visible: !screen.presenter.streaming
            anchors.centerIn: parent
        }

        Rectangle {
            x: 8
            height: 16
            width: (parent.width - 16) * screen.presenter.progress
            color: Theme.amber
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 8
        }
    }

    Rectangle {
        width: parent.width
        height: Math.max(132, hint.implicitHeight + 48)
        radius: Theme.smallRadius
        color: screen.presenter.fine ? Theme.mist : Theme.amber

        Icon {
            id: mark
            name: screen.presenter.fine ? "yes" : "warning"
            size: 72
            x: 32
            anchors.verticalCenter: parent.verticalCenter
        }

        Label {
            id: hint
            text: screen.presenter.hint
            color: screen.presenter.fine ? Theme.banyan : Theme.amberInk
            font.pixelSize: Theme.large
            font.bold: true
            anchors {
                left: mark.right
                leftMargin: 24
                right: parent.right
                rightMargin: 24
                verticalCenter: parent.verticalCenter
            }
        }
    }

    Item {
        width: parent.width
        height: Math.max(0, screen.room - y)

        Icon {
            name: "paper_under_camera"
            height: Math.min(320, parent.height - 40)
            width: height * 3 / 2
            visible: height > 160
            anchors.centerIn: parent
        }
    }

    actions: [
        Label {
            width: screen.width
            horizontalAlignment: Text.AlignHCenter
            text: Words.say("camera.nothing_kept")
            color: Theme.soft
            font.pixelSize: Theme.least
        },
        BigButton {
            objectName: "take_page"
            width: screen.width
            visible: screen.presenter.canTake
            kind: "filled"
            text: Words.say("camera.take")
            onClicked: screen.presenter.take()
        }
    ]
}
