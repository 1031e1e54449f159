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
    // What stands above the tiles, and what is left below them before the banner grows into it.
    readonly property real above: banner.implicitHeight + frequent.height + 2 * Theme.gap + taken(lineDown) + taken(paperOut)
    readonly property real spare: whole - above - tiles.height - steps.implicitHeight - Theme.gap

    function taken(band: Item): real {
        return band.visible ? band.height + Theme.gap : 0;
    }

    title: Words.say("attract.greeting")
    titleSize: Theme.display

    CardBanner {
        id: banner
        width: parent.width
        height: implicitHeight + (screen.roomy ? Math.max(0, Math.min(screen.spare, 160)) : 0)
        large: screen.roomy
        ready: screen.presenter.ready
        onClicked: screen.presenter.begin()
    }

    Band {
        id: lineDown
        width: parent.width
        visible: screen.presenter.lineDown
        symbol: "line_down"
        text: Words.say("attract.line_down")
    }

    Band {
        id: paperOut
        width: parent.width
        visible: screen.presenter.paperOut
        symbol: "printer_amber"
        text: Words.say("attract.paper_out")
    }

    Label {
        id: frequent
        text: Words.say("attract.frequent")
        font.bold: true
    }

    Pager {
        id: tiles
        width: parent.width
        room: screen.whole - screen.above
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
        id: steps
        width: screen.width
        visible: screen.presenter.fewTiles && screen.spare >= 0
    }
}
