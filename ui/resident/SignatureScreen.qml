// What is signed, and a sheet to sign with a finger.
import QtQuick
import Kiosk.Controls
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property SignaturePresenter presenter

    title: presenter.title

    Label {
        width: parent.width
        visible: text !== ""
        text: screen.presenter.statement
    }

    Label {
        width: parent.width
        text: Words.say("signature.lead")
        color: Theme.soft
        font.pixelSize: Theme.second
    }

    Rectangle {
        width: parent.width
        height: width * 0.4 + 2 * Theme.line
        radius: Theme.smallRadius
        color: Theme.card
        border.width: Theme.line
        border.color: Theme.edge

        Icon {
            anchors.centerIn: parent
            visible: screen.presenter.empty
            name: "hand"
            size: 160
            opacity: 0.35
        }

        StrokesView {
            id: ink
            anchors.fill: parent
            anchors.margins: Theme.line
            Component.onCompleted: watch(screen.presenter)

            Connections {
                target: screen.presenter

                function onChanged() {
                    ink.update();
                }
            }
        }

        MouseArea {
            id: pad
            objectName: "signature_pad"
            anchors.fill: ink
            preventStealing: true
            Accessible.role: Accessible.Canvas
            Accessible.name: Words.say("signature.pad")
            onPressed: mouse => screen.presenter.put(mouse.x / width, mouse.y / height)
            onPositionChanged: mouse => screen.presenter.move(mouse.x / width, mouse.y / height)
        }
    }

    actions: [
        Label {
            width: screen.width
            text: Words.say("signature.kept")
            color: Theme.soft
            font.pixelSize: Theme.least
        },
        BigButton {
            objectName: "clear_signature"
            width: screen.width
            visible: !screen.presenter.empty
            text: Words.say("signature.again")
            onClicked: screen.presenter.clear()
        },
        BigButton {
            objectName: "signed"
            width: screen.width
            kind: screen.presenter.signed ? "filled" : "later"
            text: Words.say("signature.done")
            onClicked: screen.presenter.done()
        }
    ]
}
