// One question, one way to answer it.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property QuestionPresenter presenter
    readonly property bool staffOnly: presenter.way === "staff" && presenter.suggestion === ""

    Badge {
        text: screen.presenter.step
        tone: "mist"
    }

    Title {
        width: parent.width
        text: screen.presenter.label
    }

    Label {
        width: parent.width
        visible: text !== ""
        text: screen.presenter.help
        color: Theme.soft
        font.pixelSize: Theme.second
    }

    Band {
        width: parent.width
        visible: screen.presenter.error !== ""
        symbol: "warning"
        text: screen.presenter.error
    }

    SuggestionCard {
        width: parent.width
        visible: screen.presenter.suggestion !== ""
        presenter: screen.presenter
    }

    Pager {
        id: options
        width: parent.width
        visible: screen.presenter.way === "choose"
        room: screen.room - y
        subject: screen.presenter.label

        Repeater {
            id: choices
            model: screen.presenter.options

            delegate: BigButton {
                required property string name
                required property string value
                required property string label

                objectName: name
                width: options.width
                height: Math.max(implicitHeight, choices.count > 4 ? 0 : choices.count > 2 ? 184 : 216)
                size: Theme.large
                text: label
                onClicked: screen.presenter.choose(value)
            }
        }
    }

    Pager {
        id: several
        width: parent.width
        visible: screen.presenter.way === "several"
        room: screen.room - y
        subject: screen.presenter.label

        Repeater {
            model: screen.presenter.options

            delegate: CheckTile {
                required property string name
                required property string value
                required property string label
                required chosen

                objectName: name
                width: several.width
                text: label
                onClicked: screen.presenter.toggle(value)
            }
        }
    }

    KeypadAnswer {
        width: parent.width
        visible: screen.presenter.way === "keypad"
        room: screen.room - y
        presenter: screen.presenter
    }

    DatePicker {
        width: parent.width
        visible: screen.presenter.way === "calendar"
        room: screen.room - y
        calendar: screen.presenter.calendar as CalendarPresenter
    }

    Rectangle {
        width: parent.width
        height: Math.min(720, screen.room - y)
        visible: screen.staffOnly
        radius: Theme.radius
        color: Theme.mist

        Column {
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.pad
            spacing: 40

            Icon {
                name: "person"
                size: 280
                anchors.horizontalCenter: parent.horizontalCenter
            }

            Label {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: Words.say("question.staff_lead")
                font.pixelSize: Theme.large
            }
        }
    }

    actions: [
        BigButton {
            objectName: "leave_empty"
            width: screen.width
            visible: screen.presenter.optional
            text: Words.say("question.leave_empty")
            onClicked: screen.presenter.leaveEmpty()
        },
        BigButton {
            objectName: "staff_fills"
            width: screen.width
            visible: screen.presenter.way === "staff"
            kind: screen.staffOnly ? "filled" : "outlined"
            text: screen.presenter.staffWords
            onClicked: screen.presenter.callStaff()
        },
        BigButton {
            objectName: "confirm_several"
            width: screen.width
            visible: screen.presenter.way === "several"
            kind: screen.presenter.anyPicked ? "filled" : "later"
            text: Words.say("question.confirm_several")
            onClicked: screen.presenter.confirmPicked()
        },
        BigButton {
            objectName: "key_ok"
            width: screen.width
            visible: screen.presenter.way === "keypad"
            kind: screen.presenter.typed === "" ? "later" : "filled"
            text: Words.say("question.ok")
            onClicked: screen.presenter.confirmTyped()
        },
        BigButton {
            objectName: "confirm_date"
            width: screen.width
            visible: screen.presenter.way === "calendar"
            kind: (screen.presenter.calendar as CalendarPresenter).complete ? "filled" : "later"
            text: (screen.presenter.calendar as CalendarPresenter).confirmWords
            onClicked: screen.presenter.confirmDay()
        }
    ]
}
