// Please lay the card: on this reader, until the screen changes.
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property CardPresenter presenter
    readonly property bool waiting: !presenter.ready && !presenter.reading

    title: Words.say("card.title")
    lead: Words.say("card.lead")
    titleSize: Theme.display

    Rectangle {
        width: parent.width
        height: screen.room - (state.visible ? state.height + Theme.gap : 0)
        radius: Theme.radius
        color: Theme.mist

        Icon {
            name: "card_on_reader"
            width: Math.min(parent.width - 2 * Theme.pad, (kinds.y - 2 * Theme.pad) * 480 / 324)
            height: width * 324 / 480
            anchors.horizontalCenter: parent.horizontalCenter
            y: (kinds.y - height) / 2
        }

        Label {
            id: kinds
            text: Words.say("card.kinds")
            font.pixelSize: Theme.large
            width: parent.width - 2 * Theme.pad
            horizontalAlignment: Text.AlignHCenter
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.pad
        }
    }

    Band {
        id: state
        width: parent.width
        visible: screen.presenter.reading || screen.waiting
        tone: screen.presenter.reading ? "mist" : "amber"
        symbol: screen.presenter.reading ? "clock" : "warning"
        text: screen.presenter.reading ? Words.say("card.reading") : Words.say("card.not_ready")
    }

    actions: Label {
        width: screen.width
        horizontalAlignment: Text.AlignHCenter
        color: Theme.soft
        text: Words.say("card.none")
    }
}
