// One step back, a person, and the way out: in the same place on every screen.
import QtQuick
import Kiosk.Resident
import "../theme"

Rectangle {
    id: bar

    required property BarPresenter presenter

    color: Theme.mist
    height: 200

    BigButton {
        objectName: "step_back"
        visible: bar.presenter.canStepBack
        x: Theme.margin
        width: 292
        height: Theme.target
        anchors.verticalCenter: parent.verticalCenter
        symbol: "back"
        size: Theme.second
        text: Words.say("bar.step_back")
        onClicked: bar.presenter.stepBack()
    }

    BigButton {
        objectName: "call_staff"
        visible: bar.presenter.canCallStaff
        kind: "call"
        width: 360
        height: Theme.target
        anchors.centerIn: parent
        symbol: "person_white"
        text: Words.say("bar.call_staff")
        onClicked: bar.presenter.callStaff()
    }

    BigButton {
        objectName: "leave"
        visible: bar.presenter.canLeave
        width: 268
        height: Theme.target
        x: parent.width - Theme.margin - width
        anchors.verticalCenter: parent.verticalCenter
        symbol: "leave"
        size: Theme.second
        text: Words.say("bar.leave")
        onClicked: bar.presenter.leave()
    }
}
