// One paper: how it comes, the law behind it, and a touch that says why it is asked for.
import QtQuick
import "../controls"
import "../theme"

Touch {
    id: tile

    required property string paper
    required property string name
    required property string how
    required property string basis
    required property string symbol
    required property string doing

    objectName: "why_" + paper
    says: doing + " " + name
    implicitHeight: Math.max(Theme.target, words.implicitHeight + 40)

    background: Rectangle {
        radius: Theme.smallRadius
        color: tile.pressed ? Theme.mistDeep : Theme.card
        border.width: Theme.line
        border.color: Theme.edge
    }

    Icon {
        id: picture
        name: tile.symbol
        size: 56
        x: 24
        anchors.verticalCenter: parent.verticalCenter
    }

    Column {
        id: words
        spacing: 4
        anchors {
            left: picture.right
            leftMargin: 24
            right: parent.right
            rightMargin: 28
            verticalCenter: parent.verticalCenter
        }

        Item {
            width: parent.width
            height: Math.max(title.implicitHeight, why.implicitHeight)

            Label {
                id: title
                text: tile.name
                font.pixelSize: Theme.second
                font.bold: true
                anchors.left: parent.left
                anchors.right: why.left
                anchors.rightMargin: 20
            }

            Label {
                id: why
                text: tile.doing
                color: Theme.banyan
                font.pixelSize: Theme.least
                font.bold: true
                font.underline: true
                wrapMode: Text.NoWrap
                anchors.right: parent.right
            }
        }

        Label {
            width: parent.width
            text: tile.how
            color: Theme.soft
            font.pixelSize: Theme.least
        }

        Label {
            width: parent.width
            visible: text !== ""
            text: tile.basis
            color: Theme.soft
            font.pixelSize: Theme.least
        }
    }
}
