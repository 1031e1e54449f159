// A promise or the paper: the whole notice first, then two answers, neither larger nor brighter than the other.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property CommitmentPresenter presenter
    readonly property string choosing: notice.readThrough ? "outlined" : "later"

    title: presenter.title
    lead: presenter.lead

    Pager {
        id: notice
        width: parent.width
        room: screen.room
        subject: screen.presenter.paper
        spacing: 20

        Repeater {
            model: screen.presenter.notice

            delegate: Column {
                id: line

                required property string label
                required property string text

                width: parent.width
                spacing: 2

                Label {
                    width: parent.width
                    visible: text !== ""
                    text: line.label
                    color: Theme.soft
                    font.pixelSize: Theme.least
                }

                Label {
                    width: parent.width
                    text: line.text
                    font.pixelSize: Theme.body
                }
            }
        }
    }

    actions: [
        Label {
            width: screen.width
            horizontalAlignment: Text.AlignHCenter
            text: Words.say(notice.readThrough ? "commitment.equal" : "commitment.read_on")
            color: Theme.soft
            font.pixelSize: Theme.least
        },
        Row {
            width: screen.width
            spacing: 24

            BigButton {
                objectName: "hand_in_paper"
                width: (screen.width - 24) / 2
                height: 168
                kind: screen.choosing
                size: Theme.large
                text: Words.say("commitment.paper")
                onClicked: screen.presenter.handInPaper()
            }

            BigButton {
                objectName: "promise"
                width: (screen.width - 24) / 2
                height: 168
                kind: screen.choosing
                size: Theme.large
                text: Words.say("commitment.promise")
                onClicked: screen.presenter.promise()
            }
        }
    ]
}
