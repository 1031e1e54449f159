// A matter people often come for, on the attract screen.
import QtQuick
import "../controls"
import "../theme"

Touch {
    id: tile

    required property string code
    required property string title
    required property string summary
    required property string badge
    required property string tone
    required property string symbol

    objectName: "choose_" + code
    says: title
    implicitHeight: Math.max(picture.height, words.implicitHeight) + 72

    background: Rectangle {
        radius: Theme.radius
        color: tile.pressed ? Theme.mistDeep : Theme.card
        border.width: Theme.line
        border.color: Theme.edge
    }

    Rectangle {
        id: picture
        x: 32
        y: 36
        width: 112
        height: 112
        radius: 28
        color: Theme.mist

        Icon {
            anchors.centerIn: parent
            name: tile.symbol
            size: 84
        }
    }

    Column {
        id: words
        spacing: 10
        anchors {
            left: picture.right
            leftMargin: 28
            right: parent.right
            rightMargin: 28
            top: picture.top
        }

        Label {
            width: parent.width
            text: tile.title
            font.pixelSize: 44
            font.bold: true
            lineHeight: 1.15
        }

        Label {
            width: parent.width
            text: tile.summary
            color: Theme.soft
            font.pixelSize: Theme.least
        }

        Badge {
            text: tile.badge
            tone: tile.tone
        }
    }
}
