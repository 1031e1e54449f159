// What is known already: one touch accepts it, nothing is typed.
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Card {
    id: card

    required property QuestionPresenter presenter

    spacing: 24

    Label {
        width: parent.width
        text: card.presenter.suggestionLead
        color: Theme.soft
        font.pixelSize: Theme.second
    }

    Title {
        width: parent.width
        text: card.presenter.suggestion
    }

    BigButton {
        objectName: "accept_suggestion"
        width: parent.width
        kind: "filled"
        text: card.presenter.acceptWords
        onClicked: card.presenter.accept()
    }
}
