// What became of earlier cases.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property NoticesPresenter presenter

    title: Words.say("notices.title")

    Pager {
        width: parent.width
        room: screen.room

        Repeater {
            model: screen.presenter.notices

            delegate: Card {
                id: notice

                required property string number
                required property string matter
                required property string day
                required property string outcome
                required property string text
                required property bool good

                width: screen.width
                spacing: 16

                Row {
                    width: parent.width
                    spacing: 24

                    Icon {
                        id: mark
                        name: notice.good ? "yes" : "warning"
                        size: 88
                    }

                    Column {
                        width: parent.width - mark.width - parent.spacing

                        Label {
                            width: parent.width
                            text: notice.matter
                            font.bold: true
                        }

                        Label {
                            width: parent.width
                            text: notice.outcome
                            color: notice.good ? Theme.banyan : Theme.lychee
                            font.bold: true
                        }
                    }
                }

                Label {
                    width: parent.width
                    text: notice.text
                    font.pixelSize: Theme.large
                    font.bold: true
                }

                Label {
                    width: parent.width
                    text: notice.day
                    color: Theme.soft
                    font.pixelSize: Theme.least
                }

                Label {
                    width: parent.width
                    text: notice.number
                    color: Theme.soft
                    font.pixelSize: Theme.least
                }
            }
        }
    }

    actions: BigButton {
        objectName: "notices_seen"
        width: screen.width
        kind: "filled"
        text: Words.say("notices.seen")
        onClicked: screen.presenter.seen()
    }
}
