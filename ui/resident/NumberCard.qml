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

    spacing: 16
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
        height: card.presenter.hasCode ? code.implicitHeight : facts.implicitHeight

        Pager {
            id: facts
            width: parent.width - (card.presenter.hasCode ? code.width + 28 : 0)
            room: card.presenter.hasCode ? code.implicitHeight : 400
            turns: false
            spacing: 10

            Repeater {
                model: card.presenter.facts

                delegate: FactLine {
                    width: facts.width
                    labelWidth: Theme.least * 5.6
                }
            }
        }

        Column {
            id: code
            width: Theme.elder ? 312 : 340
            visible: card.presenter.hasCode
            anchors.right: parent.right
            spacing: 4

            QrView {
                id: qr
                width: code.width
                height: code.width
                Accessible.role: Accessible.Graphic
                Accessible.name: Words.say("handed_in.qr")
                Component.onCompleted: qr.watch(card.presenter)
            }

            Label {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: Words.say("handed_in.qr")
                color: Theme.soft
                font.pixelSize: 30
            }
        }
    }
}
