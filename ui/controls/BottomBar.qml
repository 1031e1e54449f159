// One step back, a person, and the way out: in the same place on every screen.
import QtQuick
import Kiosk.Resident
import "../theme"

Rectangle {
    id: bar

    required property BarPresenter presenter
    readonly property int side: (width - 2 * Theme.margin - middle - 2 * Theme.gap) / 2
    readonly property int middle: 336

    color: Theme.mist
    height: 200

    BigButton {
        objectName: "step_back"
        visible: bar.presenter.canStepBack
        x: Theme.margin
        width: bar.side
        height: Theme.target
        anchors.verticalCenter: parent.verticalCenter
        symbol: "back"
        size: Theme.bar
        text: Words.say("bar.step_back")
        onClicked: bar.presenter.stepBack()
    }

    BigButton {
        objectName: "call_staff"
        kind: "call"
        width: bar.middle
        height: Theme.target
        anchors.centerIn: parent
        symbol: "person_white"
        size: Theme.bar
        text: Words.say("bar.call_staff")
        onClicked: bar.presenter.callStaff()
    }

    BigButton {
        objectName: "leave"
        visible: bar.presenter.canLeave
        width: bar.side
        height: Theme.target
        x: parent.width - Theme.margin - width
        anchors.verticalCenter: parent.verticalCenter
        symbol: "leave"
        size: Theme.bar
        text: Words.say("bar.leave")
        onClicked: bar.presenter.leave()
    }
}
