// The number, the largest thing to copy, with what belongs to it and the code to photograph.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Controls
import Kiosk.Resident
import "../controls"
import "../theme"

Card {
    id: card

    required property HandedInPresenter presenter

    spacing: 12
    padding: 36

    Item {
        width: parent.width
        height: label.implicitHeight

        Label {
            id: label
            text: Words.say("handed_in.number")
            color: Theme.soft
            font.pixelSize: Theme.second
        }

        Badge {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: card.presenter.copies
            tone: "mist"
        }
    }

    Label {
        objectName: "number"
        width: parent.width
        text: card.presenter.number
        font.pixelSize: Theme.number
        font.bold: true
    }

    Rectangle {
        width: parent.width
        height: 2
        color: Theme.hair
    }

    Item {
        width: parent.width
        height: Math.max(facts.implicitHeight, code.visible ? code.implicitHeight : 0)

        Column {
            id: facts
            width: parent.width - (code.visible ? code.width + 32 : 0)
            spacing: 12

            Repeater {
                model: card.presenter.facts

                delegate: FactLine {
                    width: facts.width
                    labelWidth: Theme.least * 5 + 4
                }
            }
        }

        Column {
            id: code
            width: 320
            visible: card.presenter.hasCode
            anchors.right: parent.right
            spacing: 8

            QrView {
                id: qr
                width: 320
                height: 320
                Accessible.role: Accessible.Graphic
                Accessible.name: Words.say("handed_in.qr")
                Component.onCompleted: qr.watch(card.presenter)
            }

            Label {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: Words.say("handed_in.qr")
                color: Theme.soft
                font.pixelSize: Theme.least
            }
        }
    }
}
