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
    property bool large: false

    objectName: "choose_" + code
    says: title
    implicitHeight: words.implicitHeight + time.implicitHeight + (tile.large ? 104 : 76)

    background: Rectangle {
        radius: Theme.radius
        color: tile.pressed ? Theme.mistDeep : Theme.card
        border.width: Theme.line
        border.color: Theme.edge
    }

    Column {
        id: words
        spacing: 12
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            margins: tile.large ? 32 : 24
        }

        Item {
            width: parent.width
            height: Math.max(picture.height, name.implicitHeight)

            Rectangle {
                id: picture
                width: tile.large ? 112 : 96
                height: width
                radius: 28
                color: Theme.mist
                anchors.verticalCenter: parent.verticalCenter

                Icon {
                    anchors.centerIn: parent
                    name: tile.symbol
                    size: picture.width * 3 / 4
                }
            }

            Title {
                id: name
                text: tile.title
                font.pixelSize: Theme.large
                Accessible.ignored: true
                anchors {
                    left: picture.right
                    leftMargin: 24
                    right: parent.right
                    verticalCenter: parent.verticalCenter
                }
            }
        }

        Label {
            width: parent.width
            text: tile.summary
            color: Theme.soft
            font.pixelSize: tile.large ? Theme.second : Theme.least
        }
    }

    Badge {
        id: time
        text: tile.badge
        tone: tile.tone
        anchors {
            right: parent.right
            bottom: parent.bottom
            margins: tile.large ? 32 : 24
        }
    }
}
