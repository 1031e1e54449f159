// Nobody there: lay a card, or touch what people often come for.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property AttractPresenter presenter
    readonly property bool roomy: presenter.fewTiles && !presenter.lineDown && !presenter.paperOut

    title: Words.say("attract.greeting")
    titleSize: Theme.display

    CardBanner {
        width: parent.width
        large: screen.roomy
        ready: screen.presenter.ready
        onClicked: screen.presenter.begin()
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

    Pager {
        id: tiles
        width: parent.width
        room: screen.whole - y
        turns: false

        EvenGrid {
            id: grid
            width: parent.width

            Repeater {
                model: screen.presenter.tiles

                delegate: MatterTile {
                    width: grid.cell
                    height: grid.tallest
                    large: screen.roomy
                    onClicked: screen.presenter.choose(code)
                }
            }
        }
    }

    actions: ThreeSteps {
        width: screen.width
        visible: screen.presenter.fewTiles && tiles.y + tiles.height + Theme.gap + implicitHeight <= screen.whole
    }
}
