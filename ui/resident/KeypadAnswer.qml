// What was typed, large, above the keys.
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Column {
    id: answer

    required property QuestionPresenter presenter

    spacing: 28

    Rectangle {
        width: parent.width
        height: 140
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
            lineHeight: 1.0
        }
    }

    Keypad {
        width: parent.width
        withX: answer.presenter.withX
        deleteWords: Words.say("question.delete")
        onPressed: key => answer.presenter.press(key)
        onDeleted: answer.presenter.delete()
    }
}
