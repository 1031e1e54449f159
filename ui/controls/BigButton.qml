// A button. `kind`: filled (the one next step), later (that step, while something is missing), outlined (any other),
// call (a person).
import QtQuick
import "../theme"

Touch {
    id: button

    property string kind: "outlined"
    property string symbol: ""
    property int size: Theme.body
    readonly property bool outlined: kind === "outlined"
    readonly property color fill: outlined ? Theme.card : kind === "later" ? Theme.paper : kind === "call" ? Theme.lychee : Theme.banyan
    readonly property color deep: outlined ? Theme.mistDeep : kind === "call" ? Theme.lycheeDeep : Theme.banyanDeep
    readonly property color wordColor: outlined ? Theme.banyan : kind === "later" ? Theme.soft : Theme.white

    enabled: kind !== "later"
    implicitHeight: Math.max(kind === "filled" || kind === "later" ? Theme.action : Theme.target, words.implicitHeight + 40)
    implicitWidth: words.implicitWidth + (symbol === "" ? 0 : 72) + 80

    background: Rectangle {
        color: button.pressed ? button.deep : button.fill
        radius: Theme.smallRadius
        border.width: button.outlined ? Theme.line : button.kind === "later" ? 2 : 0
        border.color: button.outlined ? Theme.banyan : Theme.hair
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
        horizontalAlignment: Text.AlignHCenter
        Accessible.ignored: true
        anchors.verticalCenter: parent.verticalCenter
        width: button.width - 48 - (button.symbol === "" ? 0 : 72)
        x: button.symbol === "" ? 24 : picture.x + picture.width + 20 - (width - contentWidth) / 2
    }
}
