// Everything once more, with where it comes from; then hand it in.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property ReviewPresenter presenter

    title: Words.say("review.title")
    bodySpacing: 16

    Flickable {
        id: list
        width: parent.width
        height: Math.min(contentHeight, screen.room - (more.visible ? more.height + 16 : 0))
        contentHeight: everything.height
        clip: contentHeight > height
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds

        ReviewLines {
            id: everything
            width: list.width
            presenter: screen.presenter
        }
    }

    BigButton {
        id: more
        objectName: "scroll"
        width: parent.width
        visible: everything.height > screen.room
        text: list.atYEnd ? Words.say("review.back") : Words.say("review.more")
        onClicked: list.contentY = list.atYEnd ? 0 : Math.min(list.contentY + list.height * 0.8, list.contentHeight - list.height)
    }

    actions: [
        Band {
            width: screen.width
            visible: screen.presenter.offline
            symbol: "line_down"
            text: Words.say("review.offline")
        },
        Band {
            width: screen.width
            visible: screen.presenter.gaps !== ""
            symbol: "warning"
            text: Words.say("review.gaps") + " " + screen.presenter.gaps
        },
        Label {
            width: screen.width
            visible: screen.presenter.declaration !== ""
            text: Words.say("review.declare") + " " + screen.presenter.declaration
            color: Theme.soft
            font.pixelSize: Theme.least
        },
        BigButton {
            objectName: "hand_in"
            width: screen.width
            visible: screen.presenter.gaps === ""
            kind: "filled"
            size: 46
            text: Words.say("review.hand_in")
            onClicked: screen.presenter.handIn()
        }
    ]
}
