// A matter with what is known about it for this person. The whole card can be touched.
import QtQuick
import "../controls"
import "../theme"

Touch {
    id: card

    required property string code
    required property string title
    required property string summary
    required property string badge
    required property string tone
    required property string symbol
    required property string doing
    property bool first: false

    objectName: "choose_" + code
    says: title + " " + badge
    implicitHeight: words.implicitHeight + 2 * Theme.pad

    background: Rectangle {
        radius: Theme.radius
        color: card.pressed ? Theme.mistDeep : Theme.card
        border.width: Theme.line
        border.color: Theme.edge
    }

    Column {
        id: words
        spacing: 20
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            margins: Theme.pad
        }

        Row {
            width: parent.width
            spacing: 28

            Rectangle {
                id: picture
                width: 112
                height: 112
                radius: 28
                color: Theme.mist

                Icon {
                    anchors.centerIn: parent
                    name: card.symbol
                    size: 84
                }
            }

            Column {
                width: parent.width - picture.width - parent.spacing
                spacing: 8

                Label {
                    width: parent.width
                    text: card.title
                    font.pixelSize: Theme.title
                    font.bold: true
                }

                Badge {
                    text: card.badge
                    tone: card.tone
                }
            }
        }

        Label {
            width: parent.width
            text: card.summary
            color: Theme.soft
            font.pixelSize: Theme.second
        }

        Rectangle {
            width: parent.width
            height: 112
            radius: Theme.smallRadius
            color: card.first ? card.pressed ? Theme.banyanDeep : Theme.banyan : "transparent"
            border.width: card.first ? 0 : Theme.line
            border.color: Theme.banyan

            Label {
                anchors.centerIn: parent
                text: card.doing
                color: card.first ? Theme.white : Theme.banyan
                font.bold: true
                Accessible.ignored: true
            }
        }
    }
}
