// Everything once more, with where it comes from; then hand it in.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property ReviewPresenter presenter

    title: Words.say("review.title")
    lead: presenter.matter

    Pager {
        width: parent.width
        room: screen.room
        spacing: 16

        KnownCard {
            width: parent.width
            presenter: screen.presenter
        }

        EvenGrid {
            id: answers
            width: parent.width
            spacing: 16

            Repeater {
                model: screen.presenter.answers

                delegate: AnswerTile {
                    width: answers.cell
                    height: answers.tallest
                    onClicked: screen.presenter.change(field)
                }
            }
        }

        Repeater {
            id: papers
            model: screen.presenter.papers

            delegate: PaperTile {
                width: screen.width
                onClicked: screen.presenter.askWhy(paper)
            }
        }
    }

    actions: [
        Band {
            width: screen.width
            visible: screen.presenter.offline
            symbol: "line_down"
            text: Words.say("review.offline")
        },
        Band {
            width: screen.width
            visible: screen.presenter.gaps !== ""
            symbol: "warning"
            text: Words.say("review.gaps") + screen.presenter.gaps
        },
        Label {
            width: screen.width
            visible: screen.presenter.declaration !== "" && screen.presenter.gaps === ""
            text: Words.say("review.declare") + screen.presenter.declaration
            color: Theme.soft
            font.pixelSize: Theme.least
        },
        BigButton {
            objectName: "hand_in"
            width: screen.width
            visible: screen.presenter.gaps === ""
            kind: "filled"
            size: Theme.large
            text: Words.say("review.hand_in")
            onClicked: screen.presenter.handIn()
        }
    ]
}
