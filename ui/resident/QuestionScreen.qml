// One question, one way to answer it.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property QuestionPresenter presenter

    Badge {
        text: screen.presenter.step
        tone: "mist"
    }

    Label {
        width: parent.width
        text: screen.presenter.label
        font.pixelSize: Theme.title
        font.bold: true
        lineHeight: 1.2
        Accessible.role: Accessible.Heading
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

    Column {
        width: parent.width
        spacing: 20
        visible: screen.presenter.way === "choose"

        Repeater {
            model: screen.presenter.options

            delegate: BigButton {
                required property string name
                required property string value
                required property string label

                objectName: name
                width: parent.width
                size: 44
                text: label
                onClicked: screen.presenter.choose(value)
            }
        }
    }

    KeypadAnswer {
        width: parent.width
        visible: screen.presenter.way === "keypad"
        presenter: screen.presenter
    }

    DatePicker {
        width: parent.width
        visible: screen.presenter.way === "calendar"
        calendar: screen.presenter.calendar as CalendarPresenter
    }

    Label {
        width: parent.width
        visible: screen.presenter.way === "staff" && screen.presenter.suggestion === ""
        text: Words.say("question.staff_lead")
    }

    actions: [
        BigButton {
            objectName: "next_page"
            width: screen.width
            visible: screen.presenter.more !== ""
            text: screen.presenter.more
            onClicked: screen.presenter.turn()
        },
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
            text: screen.presenter.staffWords
            onClicked: screen.presenter.callStaff()
        },
        BigButton {
            objectName: "key_ok"
            width: screen.width
            visible: screen.presenter.way === "keypad" && screen.presenter.typed !== ""
            kind: "filled"
            text: Words.say("question.ok")
            onClicked: screen.presenter.confirmTyped()
        },
        BigButton {
            objectName: "confirm_date"
            width: screen.width
            visible: screen.presenter.way === "calendar" && (screen.presenter.calendar as CalendarPresenter).complete
            kind: "filled"
            text: (screen.presenter.calendar as CalendarPresenter).confirmWords
            onClicked: screen.presenter.confirmDay()
        }
    ]
}
