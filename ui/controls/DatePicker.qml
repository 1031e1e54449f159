// A day in three touches: the year, the month, the day.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../theme"

Column {
    id: picker

    required property CalendarPresenter calendar
    property real room: 0
    readonly property int gap: calendar.columns === 7 ? 16 : 20
    readonly property real keyHeight: Math.max(Theme.key, Math.min(140, (room - frame.height - tabs.height - 3 * spacing - 4 * gap) / 5))

    spacing: Theme.gap

    Rectangle {
        id: frame
        width: parent.width
        height: Theme.action
        radius: Theme.smallRadius
        color: Theme.card
        border.width: Theme.line
        border.color: Theme.banyan

        Label {
            id: said
            anchors.centerIn: parent
            width: parent.width - 48
            horizontalAlignment: Text.AlignHCenter
            text: picker.calendar.chosen === "" ? Words.say("question.nothing_yet") : picker.calendar.chosen
            color: picker.calendar.chosen === "" ? Theme.soft : Theme.ink
            font.pixelSize: Theme.body
            font.bold: picker.calendar.chosen !== ""
        }
    }

    Row {
        id: tabs
        width: parent.width
        spacing: 20

        Repeater {
            model: [
                {
                    "stage": "year",
                    "key": "question.year"
                },
                {
                    "stage": "month",
                    "key": "question.month_of_year"
                },
                {
                    "stage": "day",
                    "key": "question.day_of_month"
                }
            ]

            delegate: KeyButton {
                required property var modelData

                objectName: "stage_" + modelData.stage
                visible: modelData.stage !== "day" || picker.calendar.withDay
                width: picker.calendar.withDay ? (picker.width - 40) / 3 : (picker.width - 20) / 2
                implicitHeight: Theme.key
                size: Theme.second
                chosen: picker.calendar.stage === modelData.stage
                later: modelData.stage === "month" && !picker.calendar.reachesMonth || modelData.stage === "day" && !picker.calendar.reachesDay
                text: Words.say(modelData.key)
                onClicked: picker.calendar.back(modelData.stage)
            }
        }
    }

    Grid {
        width: parent.width
        columns: picker.calendar.columns
        spacing: picker.gap

        Repeater {
            model: picker.calendar.keys

            delegate: KeyButton {
                required property string name
                required text
                required property int value
                required chosen

                objectName: name
                width: (picker.width - (picker.calendar.columns - 1) * picker.gap) / picker.calendar.columns
                height: picker.keyHeight
                size: picker.calendar.columns === 7 ? 46 : 48
                onClicked: picker.calendar.press(value)
            }
        }
    }

    Row {
        width: parent.width
        spacing: 20
        visible: picker.calendar.stage === "year"

        BigButton {
            objectName: "years_earlier"
            width: (picker.width - 20) / 2
            text: Words.say("question.earlier")
            onClicked: picker.calendar.earlier()
        }

        BigButton {
            objectName: "years_later"
            width: (picker.width - 20) / 2
            text: Words.say("question.later")
            onClicked: picker.calendar.later()
        }
    }
}
