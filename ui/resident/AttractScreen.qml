// Nobody there: lay a card, or touch what people often come for.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property AttractPresenter presenter

    title: Words.say("attract.greeting")
    titleSize: Theme.display

    Touch {
        id: banner
        objectName: "begin"
        width: parent.width
        height: Math.max(picture.height, bannerWords.implicitHeight) + 96
        says: screen.presenter.ready ? Words.say("attract.banner") : Words.say("attract.banner_wait")
        onClicked: screen.presenter.begin()

        background: Rectangle {
            radius: Theme.radius
            color: banner.pressed ? Theme.banyanDeep : Theme.banyan
        }

        Icon {
            id: picture
            name: "card_on_reader_white"
            width: 372
            height: 252
            x: 48
            anchors.verticalCenter: parent.verticalCenter
        }

        Column {
            id: bannerWords
            spacing: 16
            anchors {
                left: picture.right
                leftMargin: 44
                right: parent.right
                rightMargin: 40
                verticalCenter: parent.verticalCenter
            }

            Label {
                width: parent.width
                text: banner.says
                color: Theme.white
                font.pixelSize: Theme.title
                font.bold: true
                lineHeight: 1.2
            }

            Label {
                width: parent.width
                text: screen.presenter.ready ? Words.say("attract.banner_lead") : Words.say("attract.banner_wait_lead")
                color: Theme.white
                font.pixelSize: Theme.second
            }

            Label {
                width: parent.width
                visible: screen.presenter.ready
                text: Words.say("attract.banner_cards")
                color: Theme.white
                font.pixelSize: Theme.least
            }
        }
    }

    Band {
        width: parent.width
        visible: screen.presenter.lineDown
        symbol: "line_down"
        text: Words.say("attract.line_down")
    }

    Band {
        width: parent.width
        visible: screen.presenter.paperOut
        symbol: "printer_amber"
        text: Words.say("attract.paper_out")
    }

    Label {
        text: Words.say("attract.frequent")
        font.bold: true
    }

    Grid {
        width: parent.width
        columns: 2
        spacing: Theme.gap

        Repeater {
            model: screen.presenter.tiles

            delegate: MatterTile {
                width: (screen.width - Theme.gap) / 2
                onClicked: screen.presenter.choose(code)
            }
        }
    }

    actions: ThreeSteps {
        width: screen.width
        visible: screen.presenter.fewTiles
    }
}
