// The lines of the review: what the card and the platform said, what was answered, and the papers.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"

Column {
    id: lines

    required property ReviewPresenter presenter

    spacing: 16

    Card {
        width: parent.width
        padding: 32
        spacing: 12

        Label {
            width: parent.width
            text: lines.presenter.matter
            font.bold: true
        }

        Repeater {
            model: lines.presenter.known

            delegate: KnownLine {
                width: parent.width
            }
        }
    }

    Grid {
        width: parent.width
        columns: 2
        spacing: 16

        Repeater {
            model: lines.presenter.answers

            delegate: AnswerTile {
                width: (lines.width - 16) / 2
                onClicked: lines.presenter.change(field)
            }
        }
    }

    Card {
        width: parent.width
        visible: papers.count > 0
        padding: 32
        spacing: 12

        Repeater {
            id: papers
            model: lines.presenter.papers

            delegate: MarkedLine {
                required property string name
                required property string how

                width: parent.width
                text: name
                mark: how
            }
        }
    }
}
