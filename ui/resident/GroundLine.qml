// One of the six questions whether a paper can be done without, with its answer; the first has their heading above it.
import QtQuick
import "../controls"
import "../theme"

Column {
    id: ground

    required property string heading
    required property string question
    required property string answer
    required property string symbol

    spacing: 16

    Label {
        width: parent.width
        visible: text !== ""
        text: ground.heading
        font.pixelSize: Theme.second
        font.bold: true
    }

    Item {
        width: parent.width
        height: Math.max(56, said.implicitHeight)

        Icon {
            id: picture
            name: ground.symbol
            size: 52
        }

        Column {
            id: said
            x: picture.width + 24
            width: parent.width - x

            Label {
                width: parent.width
                text: ground.question
                color: Theme.soft
                font.pixelSize: Theme.least
            }

            Label {
                width: parent.width
                text: ground.answer
                font.pixelSize: Theme.second
            }
        }
    }
}
