// A button. `kind`: filled (the one next step), outlined (any other), call (a person).
import QtQuick
import "../theme"

Touch {
    id: button

    property string kind: "outlined"
    property string symbol: ""
    property int size: Theme.body
    readonly property color fill: kind === "filled" ? Theme.banyan : kind === "call" ? Theme.lychee : Theme.card
    readonly property color deep: kind === "filled" ? Theme.banyanDeep : kind === "call" ? Theme.lycheeDeep : Theme.mistDeep
    readonly property color wordColor: kind === "outlined" ? Theme.banyan : Theme.white

    implicitHeight: Math.max(kind === "filled" ? Theme.action : Theme.target, words.implicitHeight + 48)
    implicitWidth: words.implicitWidth + (symbol === "" ? 0 : 72) + 80

    background: Rectangle {
        color: button.pressed ? button.deep : button.fill
        radius: Theme.smallRadius
        border.width: button.kind === "outlined" ? Theme.line : 0
        border.color: Theme.banyan
    }

    Icon {
        id: picture
        name: button.symbol
        size: button.symbol === "" ? 0 : 52
        visible: button.symbol !== ""
        anchors.verticalCenter: parent.verticalCenter
        x: (button.width - width - 20 - words.contentWidth) / 2
    }

    Label {
        id: words
        text: button.text
        color: button.wordColor
        font.pixelSize: button.size
        font.bold: true
        lineHeight: 1.15
        horizontalAlignment: Text.AlignHCenter
        Accessible.ignored: true
        anchors.verticalCenter: parent.verticalCenter
        width: button.width - 48 - (button.symbol === "" ? 0 : 72)
        x: button.symbol === "" ? 24 : picture.x + picture.width + 20 - (width - contentWidth) / 2
    }
}
