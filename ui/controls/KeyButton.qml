// One key of a keypad or a calendar.
import QtQuick
import "../theme"

Touch {
    id: key

    property bool chosen: false
    property bool later: false // cannot be pressed yet
    property string symbol: ""
    property int size: Theme.title

    enabled: !later
    implicitHeight: Theme.target

    background: Rectangle {
        color: key.chosen ? Theme.banyan : key.pressed ? Theme.mistDeep : key.later ? Theme.paper : Theme.card
        radius: Theme.smallRadius
        border.width: Theme.line
        border.color: key.chosen ? Theme.banyan : key.later ? Theme.hair : Theme.edge
    }

    Icon {
        anchors.centerIn: parent
        name: key.symbol
        size: 64
        visible: key.symbol !== ""
    }

    Label {
        anchors.centerIn: parent
        text: key.symbol === "" ? key.text : ""
        color: key.chosen ? Theme.white : key.later ? Theme.soft : Theme.ink
        font.pixelSize: key.size
        font.bold: true
        Accessible.ignored: true
    }
}
