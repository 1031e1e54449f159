// Please lay the card: on this reader, until the screen changes.
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property CardPresenter presenter

    title: Words.say("card.title")
    lead: Words.say("card.lead")
    titleSize: Theme.display

    Rectangle {
        width: parent.width
        height: 760
        radius: Theme.radius
        color: Theme.mist

        Icon {
            name: "card_on_reader"
            width: 800
            height: 540
            anchors.centerIn: parent
            anchors.verticalCenterOffset: -32
        }

        Label {
            text: Words.say("card.kinds")
            width: parent.width - 80
            horizontalAlignment: Text.AlignHCenter
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 40
        }
    }

    Band {
        width: parent.width
        visible: screen.presenter.reading
        tone: "mist"
        symbol: "clock"
        text: Words.say("card.reading")
    }

    Band {
        width: parent.width
        visible: !screen.presenter.ready && !screen.presenter.reading
        symbol: "warning"
        text: Words.say("card.not_ready")
    }

    actions: Label {
        width: screen.width
        horizontalAlignment: Text.AlignHCenter
        color: Theme.soft
        text: Words.say("card.none")
    }
}
