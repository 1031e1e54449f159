// A person was called: what became of the call.
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property StaffCallPresenter presenter

    title: presenter.title
    titleSize: Theme.display

    Rectangle {
        width: parent.width
        height: Math.min(840, screen.room - said.height - Theme.gap - (waited.visible ? waited.height + Theme.gap : 0))
        radius: Theme.radius
        color: screen.presenter.icon === "warning" ? Theme.amber : Theme.mist

        Icon {
            anchors.centerIn: parent
            name: screen.presenter.icon
            size: 360
        }
    }

    Label {
        id: said
        width: parent.width
        text: screen.presenter.lead + screen.presenter.kept
        font.pixelSize: Theme.large
    }

    Label {
        id: waited
        width: parent.width
        visible: text !== ""
        text: screen.presenter.waited
        color: Theme.soft
    }

    actions: BigButton {
        objectName: "close_staff_call"
        width: screen.width
        kind: "filled"
        text: Words.say("staff.close")
        onClicked: screen.presenter.close()
    }
}
