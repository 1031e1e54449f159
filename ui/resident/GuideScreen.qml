// What a matter is, what it takes, may I.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property GuidePresenter presenter

    title: presenter.title
    lead: presenter.summary

    Pager {
        width: parent.width
        room: screen.room
        subject: screen.title

        Rectangle {
            width: parent.width
            visible: screen.presenter.benefit !== ""
            height: amount.implicitHeight + 2 * 28
            radius: Theme.radius
            color: Theme.mist

            Column {
                id: amount
                x: Theme.pad
                width: parent.width - 2 * x
                anchors.verticalCenter: parent.verticalCenter

                Label {
                    width: parent.width
                    text: Words.say("guide.benefit")
                    color: Theme.ink
                    font.pixelSize: Theme.least
                }

                Title {
                    width: parent.width
                    text: screen.presenter.benefit
                    color: Theme.banyan
                }
            }
        }

        Card {
            width: parent.width
            padding: 32
            spacing: 16

            Label {
                text: Words.say("guide.reasons")
                color: Theme.soft
                font.pixelSize: Theme.least
            }

            Repeater {
                model: screen.presenter.reasons

                delegate: Column {
                    id: reason

                    required property string text
                    required property string mark
                    required property string symbol
                    required property string say

                    width: parent.width
                    spacing: 4

                    MarkedLine {
                        width: parent.width
                        symbol: reason.symbol
                        text: reason.text
                        mark: reason.mark
                        markColor: reason.symbol === "yes" ? Theme.banyan : reason.symbol === "no" ? Theme.lychee : Theme.amberInk
                    }

                    Label {
                        x: 76
                        width: parent.width - x
                        visible: text !== ""
                        text: reason.say
                        color: Theme.lychee
                        font.pixelSize: Theme.second
                    }
                }
            }
        }

        Label {
            width: parent.width
            text: Words.say("guide.papers") + (screen.presenter.noPapers === "" ? "" : "  " + screen.presenter.noPapers)
            color: Theme.soft
            font.pixelSize: Theme.least
        }

        Repeater {
            model: screen.presenter.papers

            delegate: PaperTile {
                width: screen.width
                onClicked: screen.presenter.askWhy(paper)
            }
        }

        Card {
            width: parent.width
            padding: 32
            spacing: 10

            Repeater {
                model: screen.presenter.facts

                delegate: FactLine {
                    width: parent.width
                }
            }
        }
    }

    actions: [
        Label {
            width: screen.width
            horizontalAlignment: Text.AlignHCenter
            color: Theme.soft
            font.pixelSize: Theme.least
            text: screen.presenter.canStart ? Words.say("guide.checked_by_platform") : Words.say("guide.ask_staff")
        },
        BigButton {
            objectName: "start_matter"
            width: screen.width
            visible: screen.presenter.canStart
            kind: "filled"
            text: Words.say("guide.start")
            onClicked: screen.presenter.start()
        },
        BigButton {
            objectName: "other_matter"
            width: screen.width
            visible: !screen.presenter.canStart
            kind: "filled"
            text: Words.say("guide.other")
            onClicked: screen.presenter.back()
        }
    ]
}
