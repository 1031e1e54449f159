// What was typed, large, above the keys.
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Column {
    id: answer

    required property QuestionPresenter presenter
    property real room: 0

    spacing: Theme.gap

    Rectangle {
        id: shown
        width: parent.width
        height: Theme.action
        radius: Theme.smallRadius
        color: Theme.card
        border.width: Theme.line
        border.color: Theme.banyan

        Label {
            anchors.centerIn: parent
            text: answer.presenter.typed === "" ? Words.say("question.nothing_yet") : answer.presenter.typed
            color: answer.presenter.typed === "" ? Theme.soft : Theme.ink
            font.pixelSize: answer.presenter.typed === "" ? Theme.body : Theme.title
            font.bold: answer.presenter.typed !== ""
        }
    }

    Keypad {
        width: parent.width
        keyHeight: Math.max(Theme.key, Math.min(176, (answer.room - shown.height - answer.spacing - 3 * spacing) / 4))
        extra: answer.presenter.extraKey
        pointWords: Words.say("question.point")
        pointKey: Words.say("question.point_key")
        deleteWords: Words.say("question.delete")
        onPressed: key => answer.presenter.press(key)
        onDeleted: answer.presenter.delete()
    }
}
