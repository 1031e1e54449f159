// One sentence about the state of things, with its picture.
import QtQuick
import "../theme"

Rectangle {
    id: band

    property string text
    property string symbol
    property string tone: "amber" // amber, mist

    color: tone === "amber" ? Theme.amber : Theme.mist
    radius: Theme.smallRadius
    implicitHeight: Math.max(words.implicitHeight, 64) + 36

    Icon {
        id: picture
        name: band.symbol
        size: 64
        anchors {
            left: parent.left
            leftMargin: 32
            verticalCenter: parent.verticalCenter
        }
    }

    Label {
        id: words
        text: band.text
        color: band.tone === "amber" ? Theme.amberInk : Theme.ink
        font.pixelSize: Theme.second
        anchors {
            left: picture.right
            leftMargin: 24
            right: parent.right
            rightMargin: 32
            verticalCenter: parent.verticalCenter
        }
    }
}
