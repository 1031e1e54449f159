// The page just taken: can it be read?
import QtQuick
import Kiosk.Controls
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property PageCheckPresenter presenter

    title: Words.say("page_check.title")
    lead: Words.say("page_check.lead")

    Row {
        spacing: 20

        Badge {
            text: screen.presenter.name
            tone: "mist"
        }

        Badge {
            text: screen.presenter.page
            tone: "mist"
        }
    }

    Rectangle {
        width: parent.width
        height: screen.room - y
        radius: Theme.smallRadius
        color: Theme.mist
        border.width: 2
        border.color: Theme.edge

        PictureView {
            id: view
            anchors.fill: parent
            anchors.margins: 20
            Accessible.role: Accessible.Graphic
            Accessible.name: screen.presenter.name
            Component.onCompleted: view.watch(screen.presenter)
        }
    }

    Connections {
        target: screen.presenter

        function onChanged() {
            view.watch(screen.presenter);
        }
    }

    actions: [
        BigButton {
            objectName: "retake_page"
            width: screen.width
            text: Words.say("page_check.retake")
            onClicked: screen.presenter.retake()
        },
        BigButton {
            objectName: "keep_page"
            width: screen.width
            kind: "filled"
            text: Words.say("page_check.keep")
            onClicked: screen.presenter.keep()
        }
    ]
}
