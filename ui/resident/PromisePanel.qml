// What happened to what was handed in: no more than the kiosk knows.
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Rectangle {
    id: panel

    required property HandedInPresenter presenter

    color: presenter.good ? Theme.mist : Theme.amber
    radius: Theme.radius
    implicitHeight: said.implicitHeight + 72

    Column {
        id: said
        spacing: 12
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            margins: 36
        }

        Rectangle {
            width: 132
            height: 132
            radius: 66
            color: panel.presenter.waiting ? Theme.card : panel.presenter.good ? Theme.banyan : Theme.card
            anchors.horizontalCenter: parent.horizontalCenter

            Icon {
                anchors.centerIn: parent
                name: panel.presenter.waiting ? "clock" : panel.presenter.good ? "check_white" : "warning"
                size: 88
            }
        }

        Title {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: panel.presenter.headline
        }

        Label {
            width: parent.width
            visible: text !== ""
            horizontalAlignment: Text.AlignHCenter
            text: panel.presenter.lead
            color: panel.presenter.good ? Theme.ink : Theme.amberInk
            font.pixelSize: Theme.second
        }

        Label {
            width: parent.width
            visible: text !== ""
            horizontalAlignment: Text.AlignHCenter
            text: panel.presenter.result
            color: panel.presenter.good ? Theme.banyan : Theme.ink
            font.pixelSize: Theme.large
            font.bold: true
        }
    }
}
