// Why one paper is asked for: the law, the offices, and the six questions whether it can be done without.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property WhyPresenter presenter

    title: presenter.name
    lead: presenter.how

    Pager {
        width: parent.width
        room: screen.room
        subject: screen.title

        Card {
            width: parent.width
            padding: 32
            spacing: 12

            Repeater {
                model: screen.presenter.facts

                delegate: FactLine {
                    width: parent.width
                }
            }
        }

        Repeater {
            model: screen.presenter.grounds

            delegate: GroundLine {
                width: screen.width
            }
        }
    }

    actions: [
        BigButton {
            objectName: "understood"
            width: screen.width
            kind: "filled"
            text: Words.say("why.understood")
            onClicked: screen.presenter.understood()
        }
    ]
}
