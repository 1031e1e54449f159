// What happened to what was handed in: no more than the kiosk knows.
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Rectangle {
    id: panel

    required property HandedInPresenter presenter
    readonly property bool beside: Theme.elder // larger words leave no room for the picture above them
    readonly property int align: beside ? Text.AlignLeft : Text.AlignHCenter

    color: presenter.good ? Theme.mist : Theme.amber
    radius: Theme.radius
    implicitHeight: Math.max(said.y + said.implicitHeight, picture.y + picture.height) + 32

    Rectangle {
        id: picture
        x: panel.beside ? 32 : (panel.width - width) / 2
        y: 32
        width: 128
        height: 128
        radius: 64
        color: panel.presenter.good && !panel.presenter.waiting ? Theme.banyan : Theme.card

        Icon {
            anchors.centerIn: parent
            name: panel.presenter.waiting ? "clock" : panel.presenter.good ? "check_white" : "warning"
            size: 84
        }
    }

    Column {
        id: said
        x: panel.beside ? picture.x + picture.width + 32 : 36
        y: panel.beside ? 32 : picture.y + picture.height + 16
        width: panel.width - x - 32
        spacing: 8

        Title {
            width: parent.width
            horizontalAlignment: panel.align
            text: panel.presenter.headline
        }

        Label {
            width: parent.width
            visible: text !== ""
            horizontalAlignment: panel.align
            text: panel.presenter.lead
            color: panel.presenter.good ? Theme.ink : Theme.amberInk
            font.pixelSize: Theme.second
        }

        Label {
            width: parent.width
            visible: text !== ""
            horizontalAlignment: panel.align
            text: panel.presenter.result
            color: panel.presenter.good ? Theme.banyan : Theme.ink
            font.pixelSize: Theme.large
            font.bold: true
        }
    }
}
