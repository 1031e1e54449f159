// A word about a thing. Flat and small, never looks like a button.
import QtQuick
import "../theme"

Rectangle {
    id: badge

    property string text
    property string tone: "amber" // amber, mist, paper

    visible: text !== ""
    color: tone === "amber" ? Theme.amber : tone === "mist" ? Theme.mist : Theme.paper
    radius: height / 2
    implicitWidth: words.implicitWidth + 44
    implicitHeight: words.implicitHeight + 12

    Label {
        id: words
        anchors.centerIn: parent
        text: badge.text
        color: badge.tone === "amber" ? Theme.amberInk : badge.tone === "mist" ? Theme.banyan : Theme.soft
        font.pixelSize: Theme.least
        font.bold: true
        wrapMode: Text.NoWrap
    }
}
